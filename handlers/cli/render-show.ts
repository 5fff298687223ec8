import { plainText } from '../../domain/plain-text.ts';
import type { ShowReport } from '../query/show-user.ts';
import type { UserReport } from '../report/user-report.ts';
import { renderTable } from './render-users.ts';
import type { Terminal } from './terminal.ts';

/** Everything known of one user, for people. */
export function renderShow(report: ShowReport, terminal: Terminal): string {
  const sections = [
    heading(report, terminal),
    verdict(report),
    report.user === null ? [] : credentials(report.user, terminal),
    lastEvent(report),
    through(report, terminal),
    calendar(report, terminal),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function heading({ userName, arn, accountId, user }: ShowReport, { colors }: Terminal): string[] {
  const tags = Object.entries(user?.tags ?? {}).map(([key, value]) => `${key}=${value}`);
  const facts = [
    `account ${accountId}`,
    ...(user?.userId ? [user.userId] : []),
    ...(user?.createdAt ? [`created ${user.createdAt}`] : []),
    ...(user && user.groups.length > 0 ? [`groups ${user.groups.join(', ')}`] : []),
    ...(tags.length > 0 ? [`tags ${tags.join(', ')}`] : []),
  ];
  return [
    colors.bold(plainText(userName ?? 'a user without a name')),
    plainText(arn ?? ''),
    plainText(facts.join('; ')),
  ];
}

function verdict({ user, asOf }: ShowReport): string[] {
  if (user === null) return ['not judged: no scan was given an inventory with this user'];
  const beside = [
    ...(user.usable === false ? ['not usable: no active credential'] : []),
    ...(user.usable === null ? ['not known whether it is usable'] : []),
    user.corroborated
      ? 'corroborated by CloudTrail over the whole window'
      : 'not corroborated by CloudTrail over the whole window',
  ];
  return [`${user.state} as of ${asOf}: ${plainText(user.reason)}`, beside.join('; ')];
}

function credentials(user: UserReport, terminal: Terminal): string[] {
  if (user.credentials.length === 0) return [];
  const rows = user.credentials.map(({ kind, id, status, state, createdAt, lastUsed }) => {
    const used = lastUsed === null ? 'never, as far as is known' : `${lastUsed.at} by ${lastUsed.source}`;
    return [kind, plainText(id), status, state, createdAt ?? '-', used];
  });
  return [renderTable(['CREDENTIAL', 'ID', 'STATUS', 'STATE', 'SET OR CREATED', 'LAST USED'], rows, terminal)];
}

function lastEvent({ lastSeen: event, lastSuccess, regions }: ShowReport): string[] {
  if (event === null)
    return [`CloudTrail: ${regions.length === 0 ? 'no logs were given' : 'never seen in the logs given'}`];
  const fields = [
    ['at', event.at],
    ['event', `${event.eventSource ?? ''} ${event.event ?? ''}`.trim()],
    ['through', event.credential],
    ['access key', event.accessKeyId],
    ['Region', event.region],
    ['address', event.sourceAddress],
    ['user agent', event.userAgent],
    ['refused', event.errorCode],
    ['last success', lastSuccess],
    ['event id', event.eventId],
  ];
  return [
    'Last event in CloudTrail',
    ...fields
      .filter(([, value]) => value !== null && value !== '')
      .map(([name, value]) => `  ${`${name}`.padEnd(13)}${plainText(`${value}`)}`),
  ];
}

function through({ seenThrough }: ShowReport, terminal: Terminal): string[] {
  if (seenThrough.length < 2) return [];
  const rows = seenThrough.map(({ credential, at, event, eventSource, region }) =>
    [credential, at, `${eventSource ?? ''} ${event ?? ''} ${region ?? ''}`.trim()].map(plainText),
  );
  return [renderTable(['SEEN THROUGH', 'LAST', 'EVENT'], rows, terminal)];
}

/** A line a month, a mark a day: active, watched in every Region and silent, or not watched. */
function calendar({ activeDays, watchedDays }: ShowReport, { colors }: Terminal): string[] {
  const active = new Set(activeDays);
  const watched = new Set(watchedDays);
  const months = [...new Set([...activeDays, ...watchedDays].map((day) => day.slice(0, 7)))].sort().slice(-13);
  if (months.length === 0) return [];
  const mark = (date: string) => (active.has(date) ? colors.green('#') : watched.has(date) ? '.' : ' ');
  const lines = months.map((month) => {
    const days = Array.from({ length: daysIn(month) }, (_, index) => `${month}-${`${index + 1}`.padStart(2, '0')}`);
    return `  ${month}  ${days.map(mark).join('')}`;
  });
  return [
    'Active days (# active, . watched in every Region and silent, blank not watched)',
    '           1        10        20        30',
    ...lines,
  ];
}

function daysIn(month: string): number {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, number, 0)).getUTCDate();
}
