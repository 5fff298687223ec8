/** The message to the owner of a user: what happened, what comes next and when, and how to stop it. */

import { ago } from '../ago.ts';
import { readCredential } from '../credential.ts';
import { plainText, safeName } from '../plain-text.ts';
import type { Sighting } from '../sightings/sighting.ts';
import { callWords, credentialNameWords } from '../verdict/credential-words.ts';
import type { Announcement, AnnouncementKind } from './announcement.ts';
import { stopCommand } from './stop-command.ts';

/** One message to the topic. Who subscribes with a filter on the attribute `owner` gets the messages to that owner. */
export interface NoticeText {
  /** The same each time the message is sent; undefined where its reader cannot tell. */
  readonly id?: string;
  /** At most 100 characters of printable ASCII, as SNS requires. */
  readonly subject: string;
  readonly body: string;
  readonly owner: string;
}

/** Writes the message. Texts from strangers are escaped and cut; every line of the body is one line for any of them. */
export function noticeText(announcement: Announcement): NoticeText {
  const { event, accountId, kind } = announcement;
  const { to, cause, actor, at } = event;
  const command = stopCommand(announcement);
  const lines = [
    `User ${to.userName} (${to.userId}) of account ${accountId}: ${happened[kind]}.`,
    `Why: ${cause}`,
    ...lastUse(announcement),
    `Since: ${at}, by ${actor}`,
    `Owner: ${to.owner}`,
    '',
    ...comesNext(announcement),
    ...(command === undefined ? [] : ['', stopWords[kind], `  ${command}`]),
  ];
  return { subject: subjectOf(announcement), body: `${lines.map(shortLine).join('\n')}\n`, owner: to.owner };
}

const longestLine = 2000;
const shortLine = (line: string) => plainText(line).slice(0, longestLine);

const happened: Readonly<Record<AnnouncementKind, string>> = {
  notice: 'nobody uses it',
  'second-notice': 'nobody uses it, second and last notice',
  quarantined: 'it is quarantined, every call of it is refused',
  tried: 'it is quarantined, and it tried to call',
  released: 'its quarantine is undone',
  held: 'it is quarantined, and a person must look at it',
  deleted: 'it is deleted',
};

const stopWords: Readonly<Record<AnnouncementKind, string>> = {
  notice: 'If it is needed, keep it (up to 180 days) with credentials of the account:',
  'second-notice': 'If it is needed, keep it (up to 180 days) with credentials of the account:',
  quarantined: 'If it is needed, undo the quarantine at any time with credentials of the account:',
  tried: 'If you know the caller, undo the quarantine with credentials of the account:',
  released: '',
  held: 'If it is needed, undo the quarantine with credentials of the account:',
  deleted: '',
};

function comesNext({ kind, event }: Announcement): string[] {
  const day = event.to.due?.slice(0, 10) ?? 'a later day';
  const denied = `Next: on ${day} or later it is quarantined. AWS then refuses every call of it (policy AWSDenyAll).`;
  const stays = 'Its keys, password, groups and other policies stay as they are.';
  switch (kind) {
    case 'notice':
      return [denied, stays, 'Any use of it before that day ends this. A second notice comes in between.'];
    case 'second-notice':
      return [denied, stays, 'Any use of it before that day ends this.'];
    case 'quarantined':
      return [
        stays,
        'Sessions of roles that it took on before may last 12 hours more.',
        'Next: if it calls and CloudTrail records that, you hear of it. Nothing is deleted unless a person approves it.',
      ];
    case 'tried':
      return [
        'Who holds its credentials may be the owner or a thief: compare address and client.',
        event.to.state === 'releasing'
          ? 'Next: its quarantine is undone, as OnReturn says: in minutes by the stack, else by the next run.'
          : 'Next: it stays denied until a person decides.',
      ];
    case 'held':
      return ['Next: it stays as it is until a person decides.'];
    case 'released':
      return ['It may do again what its policies allow. Next: nothing for a whole threshold of days without use.'];
    case 'deleted':
      return ['This cannot be undone. A new user of this name is another user to every policy that named the old one.'];
    default:
      return kind satisfies never;
  }
}

function lastUse({ kind, event, call }: Announcement): string[] {
  const { lastActivity } = event.to;
  const known = lastActivity === undefined ? 'none is known' : `${lastActivity}, ${ago(lastActivity, event.at)}`;
  const tried = kind === 'tried' ? 'Tried' : 'Last recorded call';
  return [
    ...(kind === 'tried' ? [] : [`Last activity: ${known}`]),
    ...(call === undefined ? [] : [`${tried}: ${callLine(call)}`]),
  ];
}

/** Doing what, when, through which credential, and from where. */
function callLine(call: Sighting): string {
  const { at, credential, sourceAddress, userAgent, errorCode } = call;
  const through = credential === undefined ? undefined : credentialNameWords(readCredential(credential));
  return [
    `${callWords(call) ?? 'a call'} at ${at}`,
    ...(errorCode === undefined ? [] : [`refused (${errorCode})`]),
    ...(through === undefined ? [] : [`with ${through}`]),
    `address ${sourceAddress ?? 'not recorded'}`,
    ...(userAgent === undefined ? [] : [`client ${userAgent}`]),
  ].join(', ');
}

/** Characters of the name that the subject shows. */
const nameInSubject = 40;

function subjectOf({ kind, accountId, event: { to } }: Announcement): string {
  const name = safeName(to.userName);
  const shown = name.length > nameInSubject ? `${name.slice(0, nameInSubject - 3)}...` : name;
  const day = to.due?.slice(0, 10);
  const words = {
    notice: `will be denied${day === undefined ? '' : ` on ${day}`}`,
    'second-notice': `last notice${day === undefined ? '' : `, denied on ${day}`}`,
    quarantined: 'is quarantined',
    tried: 'tried to call in quarantine',
    released: 'is released',
    held: 'is held, please look',
    deleted: 'is deleted',
  };
  return `Lastseen ${accountId}: ${shown} ${words[kind]}`;
}
