/** The digest: the message about a run to the topic. */

import type { AccountId } from '../ids.ts';
import { providerOf, wordsOf } from '../provider.ts';
import type { ChangeKind } from './changes.ts';
import type { DigestFacts } from './digest-facts.ts';
import { sectionText } from './digest-section.ts';
import { sectionsOf } from './digest-sections.ts';

/**
 * One message to the topic. The same changes are published again only after a crash, and then with the same id.
 */
export interface Digest {
  readonly id: string;
  readonly subject: string;
  readonly body: string;
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
