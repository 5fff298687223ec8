import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Digest } from '../../../domain/alerts/digest.ts';

/** Publishes a digest. Its attribute `digestId` lets a reader recognize a digest that comes twice. */
export async function publishDigest(client: SNSClient, topicArn: string, { id, subject, body }: Digest): Promise<void> {
  const digestId = { DataType: 'String', StringValue: id };
  await client.send(
    new PublishCommand({ TopicArn: topicArn, Subject: subject, Message: body, MessageAttributes: { digestId } }),
  );
}
