import {
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  type LambdaClient,
  ResourceNotFoundException,
} from '@aws-sdk/client-lambda';
import type { Asked } from '../../../domain/doctor/finding.ts';
import type { FunctionFacts } from '../../../domain/doctor/function-checks.ts';
import { tryAsk } from '../answer.ts';

export interface ReadFunction {
  readonly facts: Asked<FunctionFacts>;
  readonly arn: string | undefined;
}

/** How one function stands; `Active` of Lambda and nothing less lets it be called. */
export async function readFunction(client: LambdaClient, name: string): Promise<ReadFunction> {
  const asked = await tryAsk('lambda:GetFunctionConfiguration', () => configurationOf(client, name));
  if ('failure' in asked) return { facts: asked, arn: undefined };
  const { value } = asked;
  const gone = { name, state: undefined, lastUpdate: undefined, runtime: undefined, reservedConcurrency: undefined };
  if (value === undefined) return { facts: { value: gone }, arn: undefined };
  const concurrency = await tryAsk('lambda:GetFunctionConcurrency', () =>
    client.send(new GetFunctionConcurrencyCommand({ FunctionName: name })),
  );
  if ('failure' in concurrency) return { facts: concurrency, arn: value.FunctionArn };
  const facts = {
    name,
    state: value.State,
    lastUpdate: value.LastUpdateStatus,
    runtime: value.Runtime,
    reservedConcurrency: concurrency.value.ReservedConcurrentExecutions,
  };
  return { facts: { value: facts }, arn: value.FunctionArn };
}

async function configurationOf(client: LambdaClient, FunctionName: string) {
  try {
    return await client.send(new GetFunctionConfigurationCommand({ FunctionName }));
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}
