import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { NoticeSender } from '../ports/notice-sender.ts';

/**
 * Notices to a topic. Who subscribes with a filter on the attribute `owner` gets the notices to that owner. A
 * notice with an id carries it as `noticeId`.
 */
export function snsNotices(client: SNSClient, topicArn: string): NoticeSender {
  return {
    send: async ({ id: noticeId, subject, body, owner }) => {
      const given = Object.entries({ owner, noticeId: noticeId ?? '' }).filter(([, value]) => value !== '');
      const attributes = given.map(([name, StringValue]) => [name, { DataType: 'String', StringValue }] as const);
      const { MessageId: id } = await client.send(
        new PublishCommand({
          TopicArn: topicArn,
          Subject: subject,
          Message: body,
          ...(given.length > 0 && { MessageAttributes: Object.fromEntries(attributes) }),
        }),
      );
      return id;
    },
  };
}
