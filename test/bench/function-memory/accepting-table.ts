import { startAwsJsonServer } from '../../fakes/aws-json-server.ts';

/** A server with DynamoDB's protocol that keeps nothing, and what was requested of it. */
export interface AcceptingTable {
  readonly endpoint: string;
  use(): { readonly reads: number; readonly writes: number };
  stop(): Promise<void>;
}

/**
 * Answers each read that there is no such entry and accepts each write, as a fresh table does for users who are seen
 * the first time. Refuses a write that expects an entry: then the run asks more of a table than this one can do.
 */
export async function startAcceptingTable(): Promise<AcceptingTable> {
  const use = { reads: 0, writes: 0 };
  const accept = ({ ConditionExpression: condition }: Readonly<Record<string, unknown>>) => {
    if (/attribute_exists/.test(`${condition}`)) throw new Error(`a write expects an entry: ${condition}`);
    use.writes++;
    return {};
  };
  const server = await startAwsJsonServer({
    'DynamoDB_20120810.GetItem': () => {
      use.reads++;
      return {};
    },
    'DynamoDB_20120810.UpdateItem': accept,
    'DynamoDB_20120810.PutItem': accept,
  });
  return { endpoint: server.endpoint, use: () => ({ ...use }), stop: server.stop };
}
