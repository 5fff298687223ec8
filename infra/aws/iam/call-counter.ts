import type { IAMClient } from '@aws-sdk/client-iam';

/** Counts the requests that a client sends from now on, retries included, by action. */
export function countCalls(client: Pick<IAMClient, 'middlewareStack'>): () => Readonly<Record<string, number>> {
  const calls: Record<string, number> = {};
  client.middlewareStack.add(
    (next, context) => (args) => {
      const action = context.commandName?.replace(/Command$/, '') ?? 'unknown';
      calls[action] = (calls[action] ?? 0) + 1;
      return next(args);
    },
    { name: 'countCalls', step: 'finalizeRequest', priority: 'low' },
  );
  return () => ({ ...calls });
}
