import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** Sends one message to a queue. Throws unless the queue has confirmed it. */
export async function sendMessage(client: SQSClient, queueUrl: string, body: string): Promise<void> {
  await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body }));
}
