import { lastKeepDay } from '../lifecycle/keep-until.ts';
import { shellWord } from '../shell-word.ts';
import type { Announcement } from './announcement.ts';

/**
 * The one command that stops what was announced: `keep` before the quarantine, `undo` after it; undefined where nothing
 * is left to stop. It names the user by its unique id, so that no name can be taken for another command.
 */
export function stopCommand({ kind, event }: Announcement): string | undefined {
  const { userId } = event.to;
  switch (kind) {
    case 'notice':
    case 'second-notice':
      return `lastseen keep ${userId} --until ${lastKeepDay(event.at)} --reason ${shellWord('why it is needed')}`;
    case 'quarantined':
    case 'tried':
    case 'held':
      return `lastseen undo ${userId} --reason ${shellWord('why it is needed')}`;
    case 'released':
    case 'deleted':
      return undefined;
    default:
      return kind satisfies never;
  }
}
