import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** Requests to a table as they are billed: an item of at most 1 KB written, 4 KB read. A refused write is a write. */
export interface TableUse {
  readonly writes: number;
  readonly strongReads: number;
  readonly eventualReads: number;
}

/** Requests in writes: a strongly consistent read costs a fifth of a write, an eventually consistent one a tenth. */
export const writeEquivalents = ({ writes, strongReads, eventualReads }: TableUse): number =>
  writes + strongReads / 5 + eventualReads / 10;

const written = new Set(['UpdateItemCommand', 'PutItemCommand', 'DeleteItemCommand']);

/** Counts the requests of a client from now on, every try of each; throws for a request of another kind. */
export function meterOf(client: DynamoDBClient): () => TableUse {
  let use: TableUse = { writes: 0, strongReads: 0, eventualReads: 0 };
  const count = (command: string | undefined, input: object): TableUse => {
    if (written.has(String(command))) return { ...use, writes: use.writes + 1 };
    if (command !== 'GetItemCommand') throw new Error(`${command} is not metered`);
    const isStrong = 'ConsistentRead' in input && input.ConsistentRead === true;
    return isStrong ? { ...use, strongReads: use.strongReads + 1 } : { ...use, eventualReads: use.eventualReads + 1 };
  };
  client.middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        use = count(commandName, args.input);
        return next(args);
      },
    { step: 'finalizeRequest', name: 'tableMeter' },
  );
  return () => use;
}
