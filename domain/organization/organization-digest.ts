/** The digest of an organization: one message for all of its accounts. */

import type { ChangeKind } from '../alerts/changes.ts';
import { type Digest, maxBodyBytes } from '../alerts/digest.ts';
import { type Section, sectionText } from '../alerts/digest-section.ts';
import type { OrganizationId } from '../ids.ts';
import { plainText, utf8Bytes } from '../plain-text.ts';
import {
  called,
  changeWords,
  newsWords,
  outOfServiceWords,
  skippedWords,
  unjudgedWords,
  unusedOf,
  unusedWords,
} from './account-words.ts';
import type { OrganizationAccount } from './organization-account.ts';
import type { OrganizationRun } from './organization-run.ts';
import { isUnjudged, type OrganizationTotals, rollUp } from './roll-up.ts';
import { isTenantUnjudged, type TenantStanding, tenantTotals, tenantWords } from './tenant-standing.ts';

/** Everything that the digest of a run reports. */
export interface OrganizationDigestFacts {
  readonly organizationId: OrganizationId;
  readonly run: OrganizationRun;
  readonly accounts: readonly OrganizationAccount[];
  /** Entries of accounts that could not be read in the table. */
  readonly unreadable: number;
  /** Tenants of other providers that the stack judges, which have digests of their own. */
  readonly tenants: readonly TenantStanding[];
  /** The table that the last line points to. */
  readonly tableName: string;
}

/**
 * Whether there is anything to report: the first digest, changes of users, news of accounts, accounts or tenants that
 * could not be judged, or parts that could not be read. On a quiet day nothing is published.
 */
export function hasNews({ run, accounts, unreadable, tenants }: OrganizationDigestFacts): boolean {
  const isNews = (account: OrganizationAccount) =>
    newsOf(account, run) !== undefined || hasChanges(account) || isUnjudged(account);
  const isLate = tenants.some((tenant) => isTenantUnjudged(tenant, run.startedAt));
  return run.isFirst || isLate || unreadable > 0 || run.unlisted.length > 0 || accounts.some(isNews);
}

/** An account's first run may have a digest to publish without any change. */
const hasChanges = ({ changes }: OrganizationAccount) => Object.keys(changes?.kinds ?? {}).length > 0;

/** Renders the digest. The same facts give the same id and text; subject and body stay within SNS's limits. */
export function renderOrganizationDigest(facts: OrganizationDigestFacts): Digest {
  const totals = rollUp(facts.accounts);
  const head = headOf(facts, totals);
  const foot = `Look closer: lastseen list --organization ${facts.organizationId} --table ${plainText(facts.tableName)}`;
  const room = maxBodyBytes - utf8Bytes(head) - utf8Bytes(foot) - 4;
  const body = `${head}\n\n${sectionText(sectionsOf(facts), room)}${foot}\n`;
  return { id: `${facts.organizationId}/${facts.run.runId}`, subject: subjectOf(facts, totals), body };
}

function headOf({ organizationId, run, tenants }: OrganizationDigestFacts, totals: OrganizationTotals): string {
  const { counts, accounts, carriedUnused } = totals;
  const days = run.thresholdDays;
  const users = `${counts.active} active, ${counts.new} new, ${counts.idle} idle, ${counts['never-used']} never used`;
  const left = `${accounts.skipped} skipped, ${accounts.outOfService} out of service`;
  const old = `Of the unused, ${carriedUnused} by an earlier verdict: their account could not be judged now.`;
  return [
    `Lastseen, organization ${organizationId}, as of ${run.startedAt}.`,
    `Unused means no activity for ${days} days or more, unless an account has its own threshold.`,
    `${accounts.listed} accounts: ${accounts.judged} judged, ${accounts.unjudged} could not be judged, ${left}.`,
    `${counts.users} users: ${users}, ${counts.unknown} unknown; of the unused ${counts.exempt} exempt.`,
    ...(carriedUnused === 0 ? [] : [old]),
    ...tenantTotals(tenants, run.startedAt),
    ...(run.isFirst ? ['This is the first digest of this organization.'] : []),
  ].join('\n');
}

/** The subject: at most 100 characters of printable ASCII, as SNS requires. */
function subjectOf({ organizationId, accounts }: OrganizationDigestFacts, totals: OrganizationTotals): string {
  const count = (kind: ChangeKind) => accounts.reduce((sum, { changes }) => sum + (changes?.kinds[kind] ?? 0), 0);
  const news = `${count('became-unused')} newly unused, ${count('active-again')} back`;
  const { counts, accounts: of } = totals;
  const sums = `${counts.unusedNotExempt} unused of ${counts.users} users; ${of.unjudged} accounts not judged`;
  return `Lastseen ${organizationId}: ${news}; ${sums}`.slice(0, 100);
}

function sectionsOf(facts: OrganizationDigestFacts): Section[] {
  const { run, unreadable, tenants } = facts;
  const accounts = [...facts.accounts].sort(mostUnusedFirst);
  const lines = (wordsOf: (account: OrganizationAccount) => string | undefined) =>
    accounts.flatMap((account) => {
      const words = wordsOf(account);
      return words === undefined ? [] : [`- ${plainText(`${called(account)}: ${words}`)}`];
    });
  const unread =
    unreadable === 0 ? [] : [`- ${unreadable} entries of accounts in the table were written by a later version`];
  return [
    { title: 'Accounts that could not be judged', lines: lines(unjudgedWords) },
    {
      title: 'Changes of users',
      lines: lines((account) => (hasChanges(account) && account.changes ? changeWords(account.changes) : undefined)),
    },
    {
      title: 'Tenants of other providers, whose own digests name the users',
      lines: tenants.map((tenant) => `- ${plainText(tenantWords(tenant, run.startedAt))}`),
    },
    { title: 'Changes of accounts', lines: lines((account) => newsWords(account, newsOf(account, run))) },
    { title: 'Accounts with unused users, most first', lines: lines(unusedWords) },
    { title: 'Skipped accounts', lines: lines(skippedWords) },
    { title: 'Accounts out of service', lines: lines(outOfServiceWords) },
    { title: 'What was missing', lines: lines(({ judged }) => judged?.missing.join('; ') || undefined) },
    { title: 'What could not be read', lines: [...run.unlisted.map((words) => `- ${plainText(words)}`), ...unread] },
  ];
}

const mostUnusedFirst = (a: OrganizationAccount, b: OrganizationAccount) =>
  unusedOf(b) - unusedOf(a) || (a.accountId < b.accountId ? -1 : 1);

/** The news of an account, if it is of this run. */
const newsOf = ({ news, runId }: OrganizationAccount, run: OrganizationRun) => (runId === run.runId ? news : undefined);
