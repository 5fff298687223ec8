import { deflateRawSync } from 'node:zlib';
import { utcDay, utcMonday } from 'd3-time';
import { daysOfBits } from '../../../domain/day-set.ts';
import { kindNames } from '../../../domain/inventory/gap-words.ts';
import { shortSourceWords } from '../../../domain/inventory/short-gap-words.ts';
import { plainText } from '../../../domain/plain-text.ts';
import { isSightingSource } from '../../../domain/provider.ts';
import { keyReports } from '../key-report.ts';
import type { PageReport, PageUser } from '../page-report.ts';
import { personWords } from '../person-report.ts';
import { tagOf, tagsText } from '../report-column.ts';
import { isQuiet, type UserReport } from '../user-report.ts';
import {
  type CredentialData,
  type PackedData,
  type PageData,
  type ServiceData,
  shownStates,
  type UserColumns,
} from './browser/page-data.ts';
import { accountLabels } from './user-name.tsx';
import { useWords } from './words.ts';

/** A year and the days of the week that is not over. */
const calendarWeeks = 53;

/** Gives each text a number, the same for the same text; 0 is the empty text. */
function wordList() {
  const numbers = new Map([['', 0]]);
  const word = (text: string): number => {
    const plain = plainText(text);
    const known = numbers.get(plain) ?? numbers.size;
    numbers.set(plain, known);
    return known;
  };
  return { word, words: () => [...numbers.keys()] };
}

type Word = ReturnType<typeof wordList>['word'];

/** What the script of the page reads: every user in columns, texts made plain, days as bits. */
export function pageData({ users, accounts }: Pick<PageReport, 'users' | 'accounts'>): PageData {
  const labels = accountLabels(accounts);
  const { word, words } = wordList();
  const lastDay = new Date(accounts.reduce((latest, { asOf }) => (asOf > latest ? asOf : latest), ''));
  const firstDay = utcMonday.offset(utcMonday.floor(lastDay), 1 - calendarWeeks);
  const days = utcDay.count(firstDay, lastDay) + 1;
  const dayOf = (date: string) => utcDay.count(firstDay, new Date(date.slice(0, 10)));
  const watched = new Map<string, number>();
  const bits = (dates: readonly string[]) => base64OfDays(dates.map(dayOf), days);
  const watchedBits = new Map<readonly string[], string>();
  const watchedOf = ({ watchedDays }: PageUser): number => {
    const text = watchedBits.get(watchedDays) ?? bits(watchedDays);
    watchedBits.set(watchedDays, text);
    const known = watched.get(text) ?? watched.size;
    watched.set(text, known);
    return known;
  };
  const reports = users.map(({ report }) => report);
  return {
    firstDay: firstDay.toISOString().slice(0, 10),
    days,
    severalAccounts: accounts.length > 1,
    users: {
      ...factColumns(reports, word),
      label: reports.map(({ accountId }) => word(labels(accountId) ?? '')),
      credentials: users.map((user) => credentialsOf(user, accounts, word)),
      services: reports.map((report) => servicesOf(report, word)),
      activeDays: users.map((user) => bits(datesOf(user))),
      watched: users.map(watchedOf),
      dates: reports
        .map((report) => providerDates(report).map(([at, what]) => [dayOf(at), word(what)] as const))
        .map((all) => all.filter(([day]) => day >= 0 && day < days)),
    },
    words: words(),
    watched: [...watched.keys()],
  };
}

type FactColumns = Omit<UserColumns, 'label' | 'credentials' | 'services' | 'activeDays' | 'watched' | 'dates'>;

function factColumns(reports: readonly UserReport[], word: Word): FactColumns {
  return {
    account: reports.map(({ accountId }) => word(accountId)),
    name: reports.map(({ userName }) => plainText(userName)),
    arn: reports.map((report) => (report.arn === usualArn(report) ? '' : plainText(report.arn))),
    userId: reports.map(({ userId }) => userId ?? ''),
    state: reports.map(({ state }) => shownStates.indexOf(state)),
    idleDays: reports.map(({ idleDays }) => idleDays),
    usable: reports.map(({ usable }) => (usable === null ? 2 : usable ? 1 : 0)),
    isQuiet: reports.map(isQuiet),
    rhythm: reports.map(({ rhythm }) => word(rhythm?.words ?? '')),
    created: reports.map(({ createdAt }) => dateOf(createdAt)),
    lastAt: reports.map(({ lastActivity }) => lastActivity?.at ?? ''),
    call: reports.map((report) => word(callOf(report))),
    eventId: reports.map(({ lastActivity }) => plainText(lastActivity?.eventId ?? '')),
    reason: reports.map(({ reason }) => plainText(reason)),
    exempt: reports.map(({ exempt }) => word(exemptWords(exempt))),
    owner: reports.map((report) => word(tagOf(report, 'owner') ?? '')),
    tags: reports.map((report) => word(tagsText(report))),
    groups: reports.map(({ groups }) => word(groups.join(', '))),
    person: reports.map((report) => word(personWords(report))),
    crosses: reports.map(({ crossesThreshold }) => dateOf(crossesThreshold?.at)),
    servicesAsked: reports.map(({ servicesAsked }) => word(servicesAsked?.words ?? '')),
    neverUsed: reports.map(({ servicesAsked }) => word(neverUsedWords(servicesAsked?.neverUsed ?? []))),
    becomes: reports.map(({ crossesThreshold }) => word(crossesThreshold?.becomes ?? '')),
  };
}

const usualArn = ({ accountId, userName }: UserReport) => `arn:aws:iam::${accountId}:user/${userName}`;

const dateOf = (at: string | null | undefined) => at?.slice(0, 10) ?? '';

/** `ec2 DescribeInstances, eu-central-1, from 192.0.2.10, aws-cli/2.17`. */
function callOf({ lastActivity }: UserReport): string {
  if (lastActivity === null || !isSightingSource(lastActivity.source)) return '';
  const { eventSource, event, region, sourceAddress, userAgent, errorCode } = lastActivity;
  const call = [eventSource?.replace(/\.amazonaws\.com$/, ''), event].filter((part) => part != null).join(' ');
  const address = sourceAddress === null ? null : `from ${sourceAddress}`;
  const refused = errorCode === null ? null : `refused: ${errorCode}`;
  return [call, region, address, userAgent, refused].filter((part) => part !== null && part !== '').join(', ');
}

function exemptWords(exempt: UserReport['exempt']): string {
  if (exempt === null) return '';
  const until = exempt.until === null ? '' : ` until ${exempt.until}`;
  return `by ${exempt.by}${until}${exempt.reason === null ? '' : ` (${exempt.reason})`}`;
}

function credentialsOf({ assessment }: PageUser, accounts: PageReport['accounts'], word: Word): CredentialData[] {
  const run = accounts.find(({ accountId }) => accountId === assessment.user.accountId);
  if (run === undefined) return [];
  return keyReports(assessment, run).map(({ kind, id, status, state, createdAt, lastUse, lastUsed, ageDays }) => [
    word(kindNames[kind]),
    plainText(id),
    word(status),
    word(state),
    dateOf(createdAt),
    dateOf(lastUsed?.at),
    word(lastUsed === null ? useWords(lastUse, run.accountId) : shortSourceWords[lastUsed.source]),
    ageDays,
  ]);
}

const namedAtMost = 60;

/** The names; of many, the first and how many more there are. An administrator may use hundreds of services. */
function neverUsedWords(services: readonly string[]): string {
  const more = services.length - namedAtMost;
  const names = services.slice(0, namedAtMost).join(', ');
  return more > 0 ? `${names} and ${more} more: lastseen show lists them` : names;
}

/** The services with an attempt. The others are many, and stand in one text. */
function servicesOf({ services }: UserReport, word: Word): ServiceData[] {
  return services.flatMap(({ service, lastAttemptAt, region, allowed }): ServiceData[] =>
    lastAttemptAt === null ? [] : [[word(service), dateOf(lastAttemptAt), word(region ?? ''), allowed ? 1 : 0]],
  );
}

/** What the provider itself dates: creation of the user and of its credentials, and each use that it reports. */
function providerDates({ createdAt, credentials, evidence }: UserReport): [string, string][] {
  const all: [string, string][] = [
    ...(createdAt === null ? [] : [[createdAt, 'user created'] as [string, string]]),
    ...credentials.flatMap(({ createdAt: made, kind, id }): [string, string][] =>
      made === null ? [] : [[made, `${kind === 'password' ? 'password set' : `${kindNames[kind]} ${id} created`}`]],
    ),
    ...evidence.flatMap(({ at, source, credential, service }): [string, string][] =>
      isSightingSource(source)
        ? []
        : [[at, service === undefined ? `${credential ?? 'user'} last used` : `${service} last accessed`]],
    ),
  ];
  // Two sources may report the same use.
  return [...new Map(all.map((date) => [date.join(' '), date])).values()];
}

const datesOf = ({ days }: PageUser): string[] =>
  [...days].flatMap(([month, bits]) => daysOfBits(bits).map((day) => `${month}-${`${day}`.padStart(2, '0')}`));

/** Bit `n % 8` of byte `n / 8` stands for day `n`; bytes without a day at the end are left out. */
function base64OfDays(wanted: readonly number[], days: number): string {
  const bytes = new Uint8Array(Math.ceil(days / 8));
  for (const day of wanted) if (day >= 0 && day < days) bytes[day >> 3] = (bytes[day >> 3] ?? 0) | (1 << (day & 7));
  const used = bytes.findLastIndex((byte) => byte !== 0) + 1;
  return Buffer.from(bytes.subarray(0, used)).toString('base64');
}

/** The data as it stands in the file, about a fifth of its size. The page's script unpacks it. */
export const packedData = (data: PageData): PackedData => {
  return { deflated: deflateRawSync(JSON.stringify(data), { level: 9 }).toString('base64') };
};
