import { createHash } from 'node:crypto';
import { type AwsJsonServer, startAwsJsonServer } from '../aws-json-server.ts';

/** A message of the queue, as its event source hands it out. */
export interface QueuedMessage {
  readonly messageId: string;
  readonly body: string;
  receives: number;
}

interface Sent {
  readonly Id: string;
  readonly MessageBody: string;
}

/** SQS's SendMessageBatch over HTTP on loopback. It keeps the messages in their order; nobody waits for a delay. */
export type RunQueue = AwsJsonServer & {
  readonly messages: QueuedMessage[];
  readonly url: string;
  /** Of a batch, the messages that it does not take, and why. */
  failing: (sent: Sent) => { readonly Code: string; readonly SenderFault: boolean } | undefined;
};

export async function startRunQueue(): Promise<RunQueue> {
  const messages: QueuedMessage[] = [];
  let sent = 0;
  const take = (entry: Sent) => {
    sent += 1;
    const messageId = `message-${sent}`;
    messages.push({ messageId, body: entry.MessageBody, receives: 0 });
    const MD5OfMessageBody = createHash('md5').update(entry.MessageBody).digest('hex');
    return { Id: entry.Id, MessageId: messageId, MD5OfMessageBody };
  };
  const server = await startAwsJsonServer({
    'AmazonSQS.SendMessageBatch': ({ Entries }) => {
      const answers = (Entries as Sent[]).map((entry) => ({ entry, failed: queue.failing(entry) }));
      return {
        Successful: answers.flatMap(({ entry, failed }) => (failed === undefined ? [take(entry)] : [])),
        Failed: answers.flatMap(({ entry: { Id }, failed }) => (failed === undefined ? [] : [{ Id, ...failed }])),
      };
    },
  });
  const queue: RunQueue = Object.assign(server, {
    messages,
    url: `${server.endpoint}/123456789012/organization`,
    failing: () => undefined,
  });
  return queue;
}
