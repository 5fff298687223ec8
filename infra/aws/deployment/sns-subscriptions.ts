import { paginateListSubscriptionsByTopic, type SNSClient } from '@aws-sdk/client-sns';
import type { Answer } from '../../../domain/answer.ts';
import type { SubscriptionFacts } from '../../../domain/doctor/alarm-checks.ts';
import { tryAsk } from '../answer.ts';

/** How many subscriptions a topic has. A confirmed one has an ARN. */
export function readSubscriptions(client: SNSClient, TopicArn: string): Promise<Answer<SubscriptionFacts>> {
  return tryAsk('sns:ListSubscriptionsByTopic', async () => {
    let [confirmed, pending] = [0, 0];
    for await (const page of paginateListSubscriptionsByTopic({ client }, { TopicArn })) {
      for (const { SubscriptionArn } of page.Subscriptions ?? []) {
        if (SubscriptionArn?.startsWith('arn:')) confirmed++;
        else if (SubscriptionArn !== 'Deleted') pending++;
      }
    }
    return { confirmed, pending };
  });
}
