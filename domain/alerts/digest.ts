/** The digest: the message about a run to the topic. */

import type { StoredHead } from '../chain-head.ts';
import { type BlindRegion, blindWords } from '../coverage/blind-regions.ts';
import type { Coverage } from '../coverage/coverage.ts';
import { coverageWords } from '../coverage/coverage-words.ts';
import type { AccountId } from '../ids.ts';
import { plainText } from '../plain-text.ts';
import { providerOf, wordsOf } from '../provider.ts';
import type { Shelter } from '../sightings/shelter.ts';
import type { Instant } from '../time.ts';
import type { Assessment } from '../verdict/assessment.ts';
import { type Counts, isExempt } from '../verdict/counts.ts';
import { endsWithin } from '../verdict/exemption.ts';
import { explainApartFromWatch } from '../verdict/explanation.ts';
import { rhythmDetail } from '../verdict/rhythm-detail.ts';
import { isUnused } from '../verdict/state.ts';
import { isQuietUser } from '../verdict/user-rhythm.ts';
import { type Change, type ChangeKind, isUnusedUser, longestIdleFirst } from './changes.ts';
import { type Section, sectionText } from './digest-section.ts';
import { shelteredDays, shelterLines } from './shelter-lines.ts';

/**
 * One message to the topic. The same changes are published again only after a crash, and then with the same id.
 */
export interface Digest {
  readonly id: string;
  readonly subject: string;
  readonly body: string;
}

/** Everything that a digest reports. */
export interface DigestFacts {
  readonly id: string;
  readonly accountId: AccountId;
  readonly isFirst: boolean;
  readonly changes: readonly Change[];
  readonly assessments: Iterable<Assessment>;
  readonly counts: Counts;
  readonly asOf: Instant;
  readonly thresholdDays: number;
  readonly coverage: Coverage;
  readonly blindRegions: readonly BlindRegion[];
  /** Unused users beyond the cap on alarms. */
  readonly withoutAlarm: readonly Assessment[];
  /** What could not be read, in words. */
  readonly missing: readonly string[];
  /** The table that the last line points to. */
  readonly tableName: string;
  /** The end of the chain of acts; absent where nothing was done to a user yet. */
  readonly chainHead?: StoredHead | undefined;
  /** Who last set a sheltering tag, by the user's name in lower case. */
  readonly shelters: ReadonlyMap<string, Shelter>;
  /** The address of the report page in the console; undefined where none is written. */
  readonly reportUrl: string | undefined;
}

/**
 * SNS takes messages of 256 KB; a reserve stays for the envelope.
 * Source: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export const maxBodyBytes = 250_000;

/** Renders subject and body of a digest. Both stay within SNS's limits for any names and any number of users. */
export function renderDigest(facts: DigestFacts): Digest {
  const head = headOf(facts);
  const foot = `Look closer at one user: lastseen show NAME --account ${facts.accountId} --table ${facts.tableName}`;
  const room = maxBodyBytes - head.length - foot.length - 4;
  const body = `${head}\n\n${sectionText(sectionsOf(facts), room)}${foot}\n`;
  return { id: facts.id, subject: subjectOf(facts), body };
}

function headOf({ accountId, asOf, thresholdDays, counts, isFirst, reportUrl }: DigestFacts): string {
  const exempt = counts.unused - counts.unusedNotExempt;
  const judged = `${counts.active} active, ${counts.new} new, ${counts.idle} idle, ${counts['never-used']} never used`;
  return [
    `Lastseen, ${ownerWords(accountId)}, as of ${asOf}. Unused means no activity for ${thresholdDays} days or more.`,
    `${counts.users} users: ${judged}, ${counts.unknown} unknown; of the unused ${exempt} exempt.`,
    ...(isFirst ? [`This is the first digest of this ${isOnAws(accountId) ? 'account' : 'tenant'}.`] : []),
    ...(reportUrl === undefined ? [] : [`The report page, within an hour of this run: ${reportUrl}`]),
  ].join('\n');
}

const isOnAws = (accountId: AccountId): boolean => providerOf(accountId) === 'aws';

const ownerWords = (accountId: AccountId): string =>
  `${isOnAws(accountId) ? 'account' : wordsOf(accountId).name} ${accountId}`;

/** The id of an account; of a tenant its provider too, and of a GUID the first part: the counts need room behind. */
const shortOwner = (accountId: AccountId): string =>
  isOnAws(accountId) ? accountId : `${wordsOf(accountId).name} ${accountId.split('-')[0]}`;

/** The subject: at most 100 characters of printable ASCII, as SNS requires. */
function subjectOf({ accountId, changes, counts }: DigestFacts): string {
  const count = (wanted: ChangeKind) => changes.filter(({ kind }) => kind === wanted).length;
  const news = `${count('became-unused')} newly unused, ${count('active-again')} back`;
  const totals = `${counts.unusedNotExempt} unused, ${counts.unknown} unknown of ${counts.users} users`;
  return `Lastseen ${shortOwner(accountId)}: ${news}; ${totals}`.slice(0, 100);
}

function sectionsOf(facts: DigestFacts): Section[] {
  const all = [...facts.assessments];
  const changed = (kind: ChangeKind) => facts.changes.filter((change) => change.kind === kind);
  const after = (kind: ChangeKind) => changed(kind).flatMap((change) => change.after ?? []);
  const newly = new Set(after('became-unused'));
  const quiet = all.filter(isQuietUser);
  const lines = (users: readonly Assessment[]) =>
    [...users].sort(longestIdleFirst).map((user) => userLine(user, facts));
  return [
    { title: 'Newly unused', lines: lines([...newly]) },
    {
      title: quietTitle(quiet.length),
      isCounted: true,
      lines: quiet.sort(longestIdleFirst).map((user) => quietLine(user, facts)),
    },
    { title: 'Back again', lines: lines(after('active-again')) },
    { title: 'No longer unused', lines: lines(after('no-longer-unused')) },
    { title: 'Gone', lines: changed('gone').map(goneLine) },
    { title: 'New users', lines: lines(after('new-user')) },
    { title: 'Known again', lines: lines(after('known-again')) },
    { title: 'Cannot be judged', lines: lines(all.filter(({ state }) => state === 'unknown')) },
    {
      title: 'Still unused, longest first',
      lines: lines(all.filter((user) => isUnusedUser(user) && !newly.has(user))),
    },
    {
      title: 'Unused, but beyond the cap on alarms',
      lines: facts.withoutAlarm.map(({ user }) => `- ${plainText(user.userName)}`),
    },
    { title: 'Exempt', lines: lines(all.filter(isExempt)) },
    {
      title: `Sheltered by a tag, set within ${shelteredDays} days`,
      lines: shelterLines(all, facts.shelters, facts.asOf),
    },
    { title: `Exemptions that end within ${noticeDays} days`, lines: endingLines(all, facts) },
    { title: coverageTitle(facts.accountId), lines: coverageLines(all, facts) },
    { title: 'Evidence of acts', isCounted: true, lines: chainLines(facts) },
    { title: 'What was missing', lines: facts.missing.map((words) => `- ${plainText(words)}`) },
  ];
}

function userLine(assessment: Assessment, facts: DigestFacts): string {
  const { user, state } = assessment;
  return `- ${plainText(`${user.userName}: ${stateWords(state)}; ${explainApartFromWatch(assessment, facts.asOf)}`)}`;
}

const quietTitle = (users: number) =>
  users === 1 ? '1 user is quieter than ever' : `${users} users are quieter than ever`;

function quietLine(assessment: Assessment, { asOf }: DigestFacts): string {
  return `- ${plainText(`${assessment.user.userName}: ${rhythmDetail(assessment, asOf)?.words}`)}`;
}

const stateWords = (state: Assessment['state']) => (state === 'never-used' ? 'never used' : state);

function goneLine({ userName, before }: Change): string {
  return `- ${plainText(userName)}${before === undefined ? '' : `: was ${stateWords(before.state)}`}`;
}

/** An exemption that ends is announced this many days ahead, so that there is time to renew it. */
const noticeDays = 14;

function endingLines(all: readonly Assessment[], { asOf }: DigestFacts): string[] {
  return all
    .flatMap(({ user, exemption }) => (exemption === undefined ? [] : [{ user, exemption }]))
    .filter(({ exemption }) => endsWithin(exemption, noticeDays, asOf))
    .map(({ user, exemption }) => `${exemption.until} ${user.userName}: exempt by ${exemption.by}`)
    .sort()
    .map((words) => `- ${plainText(words)}`);
}

/** Whoever keeps the mail can tell later whether the records up to this one are still the same. */
function chainLines({ chainHead, tableName }: DigestFacts): string[] {
  if (chainHead === undefined) return [];
  const command = `lastseen evidence verify --chain --table ${plainText(tableName)}`;
  if (chainHead.kind === 'unreadable') return [`- the end of the chain cannot be read: ${command} says what is left`];
  const { sequence, sha256 } = chainHead.head;
  return [`- ${sequence} records; ${command} --head ${plainText(`${sequence}:${sha256}`)}`];
}

const coverageTitle = (accountId: AccountId): string =>
  isOnAws(accountId) ? 'CloudTrail coverage' : `Coverage by ${wordsOf(accountId).log}`;

/** How far the provider's log watched, once for the account and not in the line of each user. */
function coverageLines(all: readonly Assessment[], { accountId, coverage, blindRegions }: DigestFacts): string[] {
  const unused = all.filter(({ state }) => isUnused(state));
  const doubtful = unused.filter(({ corroborated }) => !corroborated).length;
  const whose = `${doubtful} of ${unused.length} unused users not corroborated by ${wordsOf(accountId).log}: `;
  const words = [`${doubtful === 0 ? '' : whose}${coverageWords(coverage)}`, ...blindRegions.map(blindWords)];
  return words.map((each) => `- ${plainText(each)}`);
}
