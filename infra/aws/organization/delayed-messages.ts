import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** A text for a queue, and after how many seconds it may be read: at most 900. */
export interface DelayedText {
  readonly body: string;
  readonly delayS: number;
}

/** SQS takes so many messages a request. */
const batchSize = 10;

/** Sends texts in their order, in batches. Throws unless the queue has confirmed each of them. */
export async function sendDelayed(client: SQSClient, QueueUrl: string, texts: readonly DelayedText[]): Promise<void> {
  for (let from = 0; from < texts.length; from += batchSize) {
    const Entries = texts.slice(from, from + batchSize).map(({ body, delayS }, index) => {
      return { Id: `${index}`, MessageBody: body, DelaySeconds: delayS };
    });
    const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    if (Failed.length > 0) {
      throw new Error(`the queue refused ${Failed.length} of ${Entries.length} messages (${Failed[0]?.Code})`);
    }
  }
}
