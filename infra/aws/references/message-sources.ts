/** Policies of SQS queues and SNS topics. */

import { GetTopicAttributesCommand, paginateListTopics, type SNSClient } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, paginateListQueues, type SQSClient } from '@aws-sdk/client-sqs';
import type { Region } from '../../../domain/ids.ts';
import type { ReferenceSource } from '../../ports/reference-source.ts';
import { allOf } from '../all-pages.ts';
import { sourceOf } from './source.ts';

/** The queues of a Region. Without a page size SQS gives 1,000 and no way to the next ones. */
export const queueSource = (client: SQSClient, region: Region): ReferenceSource =>
  sourceOf({
    kind: 'queue-policy',
    region,
    actions: ['sqs:ListQueues', 'sqs:GetQueueAttributes'],
    list: () => allOf(paginateListQueues({ client, pageSize: 1000 }, {}), ({ QueueUrls }) => QueueUrls),
    documentOf: async (QueueUrl) => {
      const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Policy'] });
      return (await client.send(command)).Attributes?.['Policy'];
    },
  });

/** The topics of a Region. */
export const topicSource = (client: SNSClient, region: Region): ReferenceSource =>
  sourceOf({
    kind: 'topic-policy',
    region,
    actions: ['sns:ListTopics', 'sns:GetTopicAttributes'],
    list: () => allOf(paginateListTopics({ client }, {}), ({ Topics = [] }) => Topics.map(({ TopicArn }) => TopicArn)),
    documentOf: async (TopicArn) =>
      (await client.send(new GetTopicAttributesCommand({ TopicArn }))).Attributes?.['Policy'],
  });
