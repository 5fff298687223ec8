import { createHash } from 'node:crypto';
import { type AwsJsonServer, startAwsJsonServer } from '../aws-json-server.ts';

/** A message of the queue, as its event source hands it out. */
export interface QueuedMessage {
  readonly messageId: string;
  readonly body: string;
  receives: number;
}

/** SQS's SendMessageBatch over HTTP on loopback. It keeps the messages in their order; nobody waits for a delay. */
export type RunQueue = AwsJsonServer & { readonly messages: QueuedMessage[]; readonly url: string };

export async function startRunQueue(): Promise<RunQueue> {
  const messages: QueuedMessage[] = [];
  let sent = 0;
  const take = (entry: { readonly Id: string; readonly MessageBody: string }) => {
    sent += 1;
    const messageId = `message-${sent}`;
    messages.push({ messageId, body: entry.MessageBody, receives: 0 });
    const MD5OfMessageBody = createHash('md5').update(entry.MessageBody).digest('hex');
    return { Id: entry.Id, MessageId: messageId, MD5OfMessageBody };
  };
  const server = await startAwsJsonServer({
    'AmazonSQS.SendMessageBatch': ({ Entries }) => ({
      Successful: (Entries as Parameters<typeof take>[0][]).map(take),
    }),
  });
  return Object.assign(server, { messages, url: `${server.endpoint}/123456789012/organization` });
}
