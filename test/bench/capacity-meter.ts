import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** Units as DynamoDB bills them: a write of 1 KB; a consistent read of 4 KB, half as much where it is not. */
export interface Capacity {
  readonly writes: number;
  readonly reads: number;
}

const reading = new Set(['GetItemCommand', 'QueryCommand']);

/** Adds up the units that the server reports for each request of a client from now on. */
export function capacityMeterOf(client: DynamoDBClient): () => Capacity {
  let used: Capacity = { writes: 0, reads: 0 };
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const answered = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' } });
        const units = unitsIn(answered.output);
        const isRead = reading.has(String(commandName));
        used = isRead ? { ...used, reads: used.reads + units } : { ...used, writes: used.writes + units };
        return answered;
      },
    { step: 'initialize', name: 'capacityMeter' },
  );
  return () => used;
}

function unitsIn(output: object): number {
  const consumed = 'ConsumedCapacity' in output ? output.ConsumedCapacity : undefined;
  if (typeof consumed !== 'object' || consumed === null || !('CapacityUnits' in consumed)) {
    throw new Error('the server reports no capacity');
  }
  return Number(consumed.CapacityUnits);
}
