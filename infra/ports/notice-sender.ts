import type { NoticeText } from '../../domain/notices/notice-text.ts';

/** Takes messages to owners. */
export interface NoticeSender {
  /** Sends one message, and answers the id that the topic gave it. Throws where it was not taken. */
  send(text: NoticeText): Promise<string | undefined>;
}
