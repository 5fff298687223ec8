import { setTimeout as sleep } from 'node:timers/promises';
import { SendMessageBatchCommand, type SendMessageBatchRequestEntry, type SQSClient } from '@aws-sdk/client-sqs';

/** A text for a queue, and after how many seconds it may be read: at most 900. */
export interface DelayedText {
  readonly body: string;
  readonly delayS: number;
}

/** SQS takes so many messages a request. */
const batchSize = 10;

/** Milliseconds before each further try of the messages of a batch that SQS could not take. */
const pausesMs = [200, 1000, 5000] as const;

/**
 * Sends texts about in their order, in batches. What SQS itself could not take is sent again. Throws unless the queue
 * has confirmed each of them.
 */
export async function sendDelayed(client: SQSClient, queueUrl: string, texts: readonly DelayedText[]): Promise<void> {
  for (let from = 0; from < texts.length; from += batchSize) {
    const entries = texts.slice(from, from + batchSize).map(({ body, delayS }, index) => {
      return { Id: `${index}`, MessageBody: body, DelaySeconds: delayS };
    });
    await sendBatch(client, queueUrl, entries);
  }
}

async function sendBatch(
  client: SQSClient,
  QueueUrl: string,
  Entries: SendMessageBatchRequestEntry[],
  [pauseMs, ...further]: readonly number[] = pausesMs,
): Promise<void> {
  const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  if (Failed.length === 0) return;
  if (pauseMs === undefined || Failed.some(({ SenderFault }) => SenderFault === true)) {
    throw new Error(`the queue refused ${Failed.length} of ${Entries.length} messages (${Failed[0]?.Code})`);
  }
  await sleep(pauseMs);
  const ids = new Set(Failed.map(({ Id }) => Id));
  await sendBatch(
    client,
    QueueUrl,
    Entries.filter(({ Id }) => ids.has(Id)),
    further,
  );
}
