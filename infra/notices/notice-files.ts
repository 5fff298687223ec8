import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { plainText } from '../../domain/plain-text.ts';
import type { NoticeSender } from '../ports/notice-sender.ts';

/**
 * Notices as files in a folder, for a person to send: to whom, the subject, an empty line, the message. The name of a
 * file is its content's, so that the same notice is the same file; it is the id that `send` answers.
 */
export function noticeFiles(folder: string): NoticeSender {
  return {
    send: async ({ subject, body, owner }) => {
      const text = `To: ${plainText(owner)}\nSubject: ${subject}\n\n${body}`;
      const name = `notice-${createHash('sha256').update(text).digest('hex').slice(0, 16)}.txt`;
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, name), text);
      return name;
    },
  };
}
