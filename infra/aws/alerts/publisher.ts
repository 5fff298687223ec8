/** Publishes events to EventBridge and digests to SNS. */

import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Digest } from '../../../domain/alerts/digest.ts';

/** PutEvents takes 10 entries. */
const mostAtOnce = 10;

/** Publishes events with source `lastseen`, in order. Throws where the bus refused one; earlier ones are published. */
export async function publishEvents(
  client: EventBridgeClient,
  busName: string,
  entries: { readonly detailType: string; readonly detail: unknown }[],
): Promise<void> {
  for (let start = 0; start < entries.length; start += mostAtOnce) {
    const Entries = entries.slice(start, start + mostAtOnce).map(({ detailType, detail }) => ({
      EventBusName: busName,
      Source: 'lastseen',
      DetailType: detailType,
      Detail: JSON.stringify(detail),
    }));
    const { FailedEntryCount: failed = 0, Entries: results } = await client.send(new PutEventsCommand({ Entries }));
    const refusal = results?.find(({ ErrorCode }) => ErrorCode !== undefined);
    if (failed > 0) throw new Error(`${failed} of ${Entries.length} events were refused: ${refusal?.ErrorCode}`);
  }
}

/** Publishes a digest. Its attribute `digestId` lets a reader recognize a digest that comes twice. */
export async function publishDigest(client: SNSClient, topicArn: string, { id, subject, body }: Digest): Promise<void> {
  const digestId = { DataType: 'String', StringValue: id };
  await client.send(
    new PublishCommand({ TopicArn: topicArn, Subject: subject, Message: body, MessageAttributes: { digestId } }),
  );
}
