import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { NoticeSender } from '../ports/notice-sender.ts';

/** Notices to a topic. Who subscribes with a filter on the attribute `owner` gets the notices to that owner. */
export function snsNotices(client: SNSClient, topicArn: string): NoticeSender {
  return {
    send: async ({ subject, body, owner }) => {
      const attributes = { owner: { DataType: 'String', StringValue: owner } };
      const { MessageId: id } = await client.send(
        new PublishCommand({
          TopicArn: topicArn,
          Subject: subject,
          Message: body,
          ...(owner !== '' && { MessageAttributes: attributes }),
        }),
      );
      return id;
    },
  };
}
