import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** When a client sent each of its writes, in milliseconds. */
export interface WriteTimes {
  readonly atMs: readonly number[];
}

const writing = /^(Put|Update|Delete)ItemCommand$/;

/** Notes the writes of a client from now on, those that are sent again too. */
export function writeTimesOf(client: DynamoDBClient): WriteTimes {
  const atMs: number[] = [];
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        if (writing.test(commandName)) atMs.push(performance.now());
        return next(args);
      },
    { step: 'finalizeRequest', priority: 'low', name: 'writeTimes' },
  );
  return { atMs };
}

/** The most of them in any second, wherever it begins. */
export function mostInASecond(atMs: readonly number[]): number {
  const sorted = atMs.toSorted((a, b) => a - b);
  let [first, most] = [0, 0];
  for (const [index, at] of sorted.entries()) {
    while (at - (sorted[first] ?? at) >= 1000) first++;
    most = Math.max(most, index - first + 1);
  }
  return most;
}
