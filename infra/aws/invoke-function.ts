import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';

/** Invokes a function and waits for its answer, as JSON. Throws where the function failed or gave no JSON. */
export async function invokeFunction(client: LambdaClient, FunctionName: string, event: object): Promise<unknown> {
  const { FunctionError, Payload } = await client.send(
    new InvokeCommand({ FunctionName, Payload: new TextEncoder().encode(JSON.stringify(event)) }),
  );
  const text = new TextDecoder().decode(Payload);
  if (FunctionError !== undefined) throw new Error(`${FunctionName} failed (${FunctionError}): ${text.slice(0, 500)}`);
  return JSON.parse(text);
}
