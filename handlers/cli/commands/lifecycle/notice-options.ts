import { resolve } from 'node:path';
import type { Command } from 'commander';
import { noticeFiles } from '../../../../infra/notices/notice-files.ts';
import type { NoticeSender } from '../../../../infra/ports/notice-sender.ts';

/** How owners are told. */
export interface NoticeOptions {
  /** A folder for messages that a person sends. */
  readonly notices?: string;
  /** ARN of a topic, by `lifecycle.noticeTopic` of the config file. */
  readonly noticeTopic?: string;
}

export function addNoticeOptions(command: Command): Command {
  return command.option(
    '--notices <folder>',
    'write messages to owners as files, to be sent by hand (default: to lifecycle.noticeTopic of lastseen.yml)',
  );
}

/** The sender that was chosen; undefined where nobody can be told. A folder that was typed wins. */
export async function noticeSender({ notices, noticeTopic }: NoticeOptions): Promise<NoticeSender | undefined> {
  if (notices !== undefined) return noticeFiles(resolve(notices));
  if (noticeTopic === undefined) return undefined;
  const [{ SNSClient }, { snsNotices }] = await Promise.all([
    import('@aws-sdk/client-sns'),
    import('../../../../infra/notices/sns-notices.ts'),
  ]);
  return snsNotices(new SNSClient({ region: noticeTopic.split(':')[3] ?? '' }), noticeTopic);
}
