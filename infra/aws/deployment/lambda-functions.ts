import {
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  type LambdaClient,
  ResourceNotFoundException,
} from '@aws-sdk/client-lambda';
import { answered, mapAnswer } from '../../../domain/answer.ts';
import type { ReadFunction } from '../../ports/deployment.ts';
import { tryAsk } from '../answer.ts';

/** The state of one function. Only an `Active` function can be called. */
export async function readFunction(client: LambdaClient, name: string): Promise<ReadFunction> {
  const configuration = await tryAsk('lambda:GetFunctionConfiguration', () => configurationOf(client, name));
  if (configuration.kind === 'failed') return { facts: configuration, arn: undefined };
  const { value } = configuration;
  const gone = { name, state: undefined, lastUpdate: undefined, runtime: undefined, reservedConcurrency: undefined };
  if (value === undefined) return { facts: answered(gone), arn: undefined };
  const concurrency = await tryAsk('lambda:GetFunctionConcurrency', () =>
    client.send(new GetFunctionConcurrencyCommand({ FunctionName: name })),
  );
  const facts = mapAnswer(concurrency, ({ ReservedConcurrentExecutions: reservedConcurrency }) => ({
    name,
    state: value.State,
    lastUpdate: value.LastUpdateStatus,
    runtime: value.Runtime,
    reservedConcurrency,
  }));
  return { facts, arn: value.FunctionArn };
}

async function configurationOf(client: LambdaClient, FunctionName: string) {
  try {
    return await client.send(new GetFunctionConfigurationCommand({ FunctionName }));
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}
