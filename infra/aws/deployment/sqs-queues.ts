import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Answer } from '../../../domain/answer.ts';
import type { QueueFacts } from '../../../domain/doctor/store-checks.ts';
import { tryAsk } from '../answer.ts';

const counts = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
] as const;

/** About how many messages a queue holds, with those that a consumer is processing. */
export function readQueue(client: SQSClient, QueueUrl: string): Promise<Answer<QueueFacts>> {
  return tryAsk('sqs:GetQueueAttributes', async () => {
    const { Attributes = {} } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...counts] }),
    );
    const name = QueueUrl.split('/').at(-1) ?? QueueUrl;
    const messages = counts.reduce((sum, count) => sum + Number(Attributes[count] ?? 0), 0);
    return { name, messages, isDeadLetters: name.endsWith('dead-letters') };
  });
}
