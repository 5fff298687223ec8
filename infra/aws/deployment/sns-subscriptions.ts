import {
  GetSubscriptionAttributesCommand,
  paginateListSubscriptionsByTopic,
  type SNSClient,
} from '@aws-sdk/client-sns';
import pMap from 'p-map';
import type { Answer } from '../../../domain/answer.ts';
import type { SubscriptionFacts } from '../../../domain/doctor/alarm-checks.ts';
import type { SubscriptionFilter } from '../../../domain/doctor/owner-checks.ts';
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

/** More would take minutes by SNS's rates. */
const filtersAtMost = 200;

/** The filters of the confirmed subscriptions of a topic. */
export function readFilters(
  client: SNSClient,
  TopicArn: string,
): Promise<Answer<readonly Answer<SubscriptionFilter>[]>> {
  return tryAsk('sns:ListSubscriptionsByTopic', async () => {
    const found: { readonly arn: string; readonly endpoint: string }[] = [];
    for await (const page of paginateListSubscriptionsByTopic({ client }, { TopicArn })) {
      for (const { SubscriptionArn: arn = '', Endpoint: endpoint = '' } of page.Subscriptions ?? [])
        if (arn.startsWith('arn:')) found.push({ arn, endpoint });
      if (found.length >= filtersAtMost) break;
    }
    return pMap(found.slice(0, filtersAtMost), (each) => readFilter(client, each), { concurrency: 4 });
  });
}

function readFilter(client: SNSClient, { arn, endpoint }: { readonly arn: string; readonly endpoint: string }) {
  return tryAsk('sns:GetSubscriptionAttributes', async (): Promise<SubscriptionFilter> => {
    const request = new GetSubscriptionAttributesCommand({ SubscriptionArn: arn });
    const { Attributes: { FilterPolicy: policy, FilterPolicyScope: scope } = {} } = await client.send(request);
    return { endpoint, policy: policy === '' ? undefined : policy, isOfBody: scope === 'MessageBody' };
  });
}
