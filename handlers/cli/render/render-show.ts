import { plainText } from '../../../domain/plain-text.ts';
import { wordsOf } from '../../../domain/provider.ts';
import type { ShowReport } from '../../query/show-user.ts';
import { calendarMonths } from '../../report/calendar-months.ts';
import { personWords } from '../../report/person-report.ts';
import type { UserReport } from '../../report/user-report.ts';
import type { Terminal } from '../terminal.ts';
import { type Column, renderTable } from './table.ts';
import { wrapHanging } from './text-width.ts';

/** Everything known of one user, for people. */
export function renderShow(report: ShowReport, terminal: Terminal): string {
  const sections = [
    heading(report, terminal),
    verdict(report, terminal),
    report.user === null ? [] : credentials(report.user, terminal),
    report.user === null ? [] : services(report.user, terminal),
    lastEvent(report, terminal),
    through(report, terminal),
    calendar(report, terminal),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function heading({ userName, arn, accountId, user }: ShowReport, { colors, columns }: Terminal): string[] {
  const tags = Object.entries(user?.tags ?? {}).map(([key, value]) => `${key}=${value}`);
  const facts = [
    `account ${accountId}`,
    ...(user?.userId ? [user.userId] : []),
    ...(user?.createdAt ? [`created ${user.createdAt}`] : []),
    ...(user && user.groups.length > 0 ? [`groups ${user.groups.join(', ')}`] : []),
    ...(tags.length > 0 ? [`tags ${tags.join(', ')}`] : []),
  ];
  const name = wrapHanging(plainText(userName ?? 'a user without a name'), columns);
  const below = [arn ?? '', facts.join('; ')].map(plainText);
  return [...name.map((line) => colors.bold(line)), ...below.flatMap((line) => wrapHanging(line, columns))];
}

function verdict({ user, asOf }: ShowReport, { columns }: Terminal): string[] {
  if (user === null) return wrapHanging('not judged: no scan was given an inventory with this user', columns);
  const beside = [
    ...(user.usable === false ? ['not usable: no active credential'] : []),
    ...(user.usable === null ? ['not known whether it is usable'] : []),
    user.corroborated
      ? `corroborated by ${wordsOf(user.accountId).log} over the whole window`
      : `not corroborated by ${wordsOf(user.accountId).log} over the whole window`,
    ...(user.proof === 'none' ? [] : [`proven by signed log files: ${user.proof}`]),
  ];
  const lines = [`${user.state} as of ${asOf}: ${plainText(user.reason)}`, beside.join('; ')];
  const person = personWords(user);
  if (person !== '') lines.push(`person ${plainText(person)}`);
  if (user.rhythm?.quiet === true) lines.push(user.rhythm.words);
  return lines.flatMap((line) => wrapHanging(line, columns));
}

function credentials(user: UserReport, terminal: Terminal): string[] {
  if (user.credentials.length === 0) return [];
  const rows = user.credentials.map(({ kind, id, status, state, createdAt, lastUsed }) => {
    const used = lastUsed === null ? 'never, as far as is known' : `${lastUsed.at} by ${lastUsed.source}`;
    return [kind, id, status, state, createdAt ?? '-', used];
  });
  return renderTable(credentialColumns, rows, terminal);
}

/** Each attempt, then in one line the allowed services that nobody used: what a reviewer takes away. */
function services({ services: rows, servicesAsked }: UserReport, terminal: Terminal): string[] {
  if (servicesAsked === null) return [];
  const used = rows.filter(({ lastAttemptAt }) => lastAttemptAt !== null);
  const lines = used.map(({ service, lastAttemptAt, region, allowed }) => [
    service,
    lastAttemptAt ?? '-',
    region ?? '-',
    allowed ? 'yes' : 'not any more',
  ]);
  const { words, neverUsed } = servicesAsked;
  const silent = neverUsed.length === 0 ? words : `${words}: ${neverUsed.join(', ')}`;
  const table = lines.length === 0 ? [] : renderTable(serviceColumns, lines, terminal);
  return [...table, ...wrapHanging(plainText(silent), terminal.columns)];
}

const serviceColumns: readonly Column[] = [
  { title: 'SERVICE', least: 10, overflow: 'end' },
  { title: 'LAST ATTEMPT' },
  { title: 'REGION' },
  { title: 'ALLOWED', drop: 1 },
];

const credentialColumns: readonly Column[] = [
  { title: 'CREDENTIAL', least: 10, overflow: 'end' },
  { title: 'ID', least: 12, overflow: 'middle' },
  { title: 'STATUS', drop: 2 },
  { title: 'STATE' },
  { title: 'SET OR CREATED', drop: 1 },
  { title: 'LAST USED', least: 20, overflow: 'wrap' },
];

function lastEvent({ accountId, lastSeen: event, lastSuccess, regions }: ShowReport, { columns }: Terminal): string[] {
  const { log } = wordsOf(accountId);
  if (event === null)
    return [`${log}: ${regions.length === 0 ? 'no logs were given' : 'never seen in the logs given'}`];
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
    `Last event in ${log}`,
    ...fields
      .filter(([, value]) => value !== null && value !== '')
      .flatMap(([name, value]) => wrapHanging(`  ${`${name}`.padEnd(13)}${plainText(`${value}`)}`, columns)),
  ];
}

function through({ seenThrough }: ShowReport, terminal: Terminal): string[] {
  if (seenThrough.length < 2) return [];
  const rows = seenThrough.map(({ credential, at, event, eventSource, region }) => [
    credential,
    at,
    `${eventSource ?? ''} ${event ?? ''} ${region ?? ''}`.trim(),
  ]);
  return renderTable(throughColumns, rows, terminal);
}

const throughColumns: readonly Column[] = [
  { title: 'SEEN THROUGH', least: 12, overflow: 'middle' },
  { title: 'LAST' },
  { title: 'EVENT', least: 24, overflow: 'wrap' },
];

/** A line a month, a mark a day: active, watched in every Region and silent, or not watched. */
function calendar({ activeDays, watchedDays }: ShowReport, { colors }: Terminal): string[] {
  const months = calendarMonths(activeDays, watchedDays);
  if (months.length === 0) return [];
  const marks = { active: colors.green('#'), silent: '.', unwatched: ' ' };
  return [
    'Active days (# active, . watched in every Region and silent, blank not watched)',
    '           1        10        20        30',
    ...months.map(({ month, marks: days }) => `  ${month}  ${days.map((day) => marks[day]).join('')}`),
  ];
}
