import { blindWords } from '../coverage/blind-regions.ts';
import { coverageWords } from '../coverage/coverage-words.ts';
import type { AccountId } from '../ids.ts';
import { plainText } from '../plain-text.ts';
import { providerOf, wordsOf } from '../provider.ts';
import type { Instant } from '../time.ts';
import type { Assessment } from '../verdict/assessment.ts';
import { isExempt } from '../verdict/counts.ts';
import { endsWithin } from '../verdict/exemption.ts';
import { explainApartFromWatch } from '../verdict/explanation.ts';
import { rhythmDetail } from '../verdict/rhythm-detail.ts';
import { isUnused } from '../verdict/state.ts';
import { isQuietUser } from '../verdict/user-rhythm.ts';
import { type Change, type ChangeKind, isUnusedUser, longestIdleFirst } from './changes.ts';
import type { DigestFacts } from './digest-facts.ts';
import type { Section } from './digest-section.ts';
import { shelteredDays, shelterLines } from './shelter-lines.ts';

/** The sections of a digest, in their order: first what changed, last what was missing. */
export function sectionsOf(facts: DigestFacts): Section[] {
  const all = [...facts.assessments];
  return [...newsSections(all, facts), ...standingSections(all, facts), ...accountSections(all, facts)];
}

/** What changed since the last digest. */
function newsSections(all: readonly Assessment[], facts: DigestFacts): Section[] {
  const { changes, asOf } = facts;
  const quiet = all.filter(isQuietUser).sort(longestIdleFirst);
  const changed = (title: string, kind: ChangeKind) => ({ title, lines: userLines(changedTo(kind, facts), asOf) });
  return [
    changed('Newly unused', 'became-unused'),
    { title: quietTitle(quiet.length), isCounted: true, lines: quiet.map((user) => quietLine(user, asOf)) },
    changed('Back again', 'active-again'),
    changed('No longer unused', 'no-longer-unused'),
    { title: 'Gone', lines: changes.filter(({ kind }) => kind === 'gone').map(goneLine) },
    changed('New users', 'new-user'),
    changed('Known again', 'known-again'),
  ];
}

/** How users stand, whether that is new or not. */
function standingSections(all: readonly Assessment[], facts: DigestFacts): Section[] {
  const { withoutAlarm, shelters, asOf } = facts;
  const newly = new Set(changedTo('became-unused', facts));
  const still = all.filter((user) => isUnusedUser(user) && !newly.has(user));
  return [
    {
      title: 'Cannot be judged',
      lines: userLines(
        all.filter(({ state }) => state === 'unknown'),
        asOf,
      ),
    },
    { title: 'Still unused, longest first', lines: userLines(still, asOf) },
    {
      title: 'Unused, but beyond the cap on alarms',
      lines: withoutAlarm.map(({ user }) => `- ${plainText(user.userName)}`),
    },
    { title: 'Exempt', lines: userLines(all.filter(isExempt), asOf) },
    { title: `Sheltered by a tag, set within ${shelteredDays} days`, lines: shelterLines(all, shelters, asOf) },
    { title: `Exemptions that end within ${noticeDays} days`, lines: endingLines(all, asOf) },
  ];
}

/** What an account's users have in common. */
const accountSections = (all: readonly Assessment[], facts: DigestFacts): Section[] => [
  { title: coverageTitle(facts.accountId), lines: coverageLines(all, facts) },
  { title: 'Evidence of acts', isCounted: true, lines: chainLines(facts) },
  { title: 'What was missing', lines: facts.missing.map((words) => `- ${plainText(words)}`) },
];

const changedTo = (kind: ChangeKind, { changes }: DigestFacts): Assessment[] =>
  changes.filter((change) => change.kind === kind).flatMap(({ after }) => after ?? []);

const userLines = (users: readonly Assessment[], asOf: Instant): string[] =>
  [...users].sort(longestIdleFirst).map((user) => userLine(user, asOf));

function userLine(assessment: Assessment, asOf: Instant): string {
  const { user, state } = assessment;
  return `- ${plainText(`${user.userName}: ${stateWords(state)}; ${explainApartFromWatch(assessment, asOf)}`)}`;
}

const quietTitle = (users: number) =>
  users === 1 ? '1 user is quieter than ever' : `${users} users are quieter than ever`;

function quietLine(assessment: Assessment, asOf: Instant): string {
  return `- ${plainText(`${assessment.user.userName}: ${rhythmDetail(assessment, asOf)?.words}`)}`;
}

const stateWords = (state: Assessment['state']) => (state === 'never-used' ? 'never used' : state);

function goneLine({ userName, before }: Change): string {
  return `- ${plainText(userName)}${before === undefined ? '' : `: was ${stateWords(before.state)}`}`;
}

/** An exemption that ends is announced this many days ahead, so that there is time to renew it. */
const noticeDays = 14;

function endingLines(all: readonly Assessment[], asOf: Instant): string[] {
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
  providerOf(accountId) === 'aws' ? 'CloudTrail coverage' : `Coverage by ${wordsOf(accountId).log}`;

/** How far the provider's log watched, once for the account and not in the line of each user. */
function coverageLines(all: readonly Assessment[], { accountId, coverage, blindRegions }: DigestFacts): string[] {
  const unused = all.filter(({ state }) => isUnused(state));
  const doubtful = unused.filter(({ corroborated }) => !corroborated).length;
  const whose = `${doubtful} of ${unused.length} unused users not corroborated by ${wordsOf(accountId).log}: `;
  const words = [`${doubtful === 0 ? '' : whose}${coverageWords(coverage)}`, ...blindRegions.map(blindWords)];
  return words.map((each) => `- ${plainText(each)}`);
}
