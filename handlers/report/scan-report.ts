import type { Coverage } from '../../domain/coverage/coverage.ts';
import type { AccountId } from '../../domain/ids.ts';
import type { ListedAccount } from '../../domain/organization/member-account.ts';
import { sightingSourceOf } from '../../domain/provider.ts';
import type { Question } from '../../domain/question.ts';
import type { Settings } from '../../domain/settings/settings.ts';
import type { Entry } from '../../domain/sightings/entry.ts';
import type { LastSeen } from '../../domain/sightings/last-seen.ts';
import { userIdOf } from '../../domain/sightings/read-entry.ts';
import { unreadableWords } from '../../domain/table/stored-account.ts';
import { countAssessments } from '../../domain/verdict/counts.ts';
import { idleRules } from '../../domain/verdict/exemption.ts';
import type { Inventory } from '../scan/read-inventory.ts';
import type { Scan, ScannedAccount } from '../scan/scan.ts';
import type { TrailReading } from '../trail/trail-reading.ts';
import { endedRulesOf, questionOf } from './account-terms-report.ts';
import { forecastReport } from './forecast-report.ts';
import { type AccountNames, type ManyAccounts, manyAccounts, namesOf, totalsOf } from './many-accounts.ts';
import { presetReport } from './preset-report.ts';
import { alteredWords, digestsReport } from './proof-report.ts';
import { compareUsers, sightingReport, userReport } from './user-report.ts';

/**
 * The whole answer of a scan, as `--format json` prints it; handlers/cli/README.md documents the fields. Do not rename
 * them.
 */
export type ScanReport = ReturnType<typeof scanReport>;

type ReportSettings = Pick<Settings, 'question' | 'exemptions'> & Partial<Pick<Settings, 'preset'>>;

export function scanReport(
  scan: Scan,
  trail: TrailReading | undefined,
  inventory: Inventory | undefined,
  { question, exemptions, preset }: ReportSettings,
  listed?: readonly ListedAccount[],
) {
  const { now, thresholdDays } = question;
  const verdicts = verdictsOf(scan, question);
  const users = verdicts.map(({ assessment, run }) => userReport(assessment, run));
  const nameOf = namesOf(listed);
  const many = manyAccounts(scan, trail, inventory, listed);
  return {
    asOf: now,
    thresholdDays,
    ...(preset !== undefined && { preset: presetReport(preset, verdicts, thresholdDays) }),
    accounts: scan.accounts.map((account) => ({
      ...nameOf(account),
      ...accountReport(account, question),
      ...(many && totalsOf(account, inventory)),
    })),
    users: users.sort(compareUsers).map((user) => ({ ...user, ...nameOf(user) })),
    root: scan.accounts.flatMap((account) => rootReport(account, inventory)),
    rootByService: scan.accounts.flatMap(rootByServiceReport),
    seenButNotInInventory: scan.accounts.flatMap((account) => strangersOf(account, nameOf)),
    counts: countAssessments(scan.accounts.flatMap(({ assessments }) => [...assessments.values()])),
    forecast: forecastReport(
      users,
      scan.accounts.map((account) => ({ ...questionOf(account, question), ...account })),
    ),
    exemptionsWithoutUser: inventory === undefined ? [] : idleRules(inventory.users, exemptions, now),
    exemptionsEnded: endedRulesOf(scan.accounts, question),
    records: recordsReport(trail),
    ...many,
    missing: missingOf(scan, trail, inventory, many),
    writes: scan.writes,
    changesRecorded: scan.changes,
  };
}

/** What was not read, in words: of the inventory, of accounts, of the logs and of the table. */
function missingOf(
  { accounts }: Scan,
  trail: TrailReading | undefined,
  inventory: Inventory | undefined,
  many: ManyAccounts | undefined,
): string[] {
  return [
    ...(inventory?.missing ?? []),
    ...(many?.notJudged ?? []).flatMap(({ input, isClosed, isSkipped, why }) =>
      input === null && !isClosed && !isSkipped ? [why] : [],
    ),
    ...alteredWords(trail?.checked),
    ...(trail === undefined ? [] : missingOfTrail(trail)),
    ...accounts.flatMap(({ accountId, unreadableAssessments }) => unreadableWords(accountId, unreadableAssessments)),
  ];
}

/** The verdicts of a scan, each with the question it answers. */
export function verdictsOf({ accounts }: Scan, question: Question) {
  return accounts.flatMap((account) => {
    const { assessments, coverage, proof } = account;
    const { now: asOf, thresholdDays } = questionOf(account, question);
    return [...assessments.values()].map((assessment) => ({
      assessment,
      run: { asOf, thresholdDays, coverage, proof },
    }));
  });
}

const malformedListed = 5;

/** What was not read of the logs: whole files, and single records of other files. */
function missingOfTrail({ unreadable, malformedRecords, fold }: TrailReading): string[] {
  const files = new Set(unreadable.map(({ file }) => file));
  const own = malformedRecords.filter(({ file }) => !files.has(file));
  const listed = own.slice(0, malformedListed);
  const more = fold.malformed - (malformedRecords.length - own.length) - listed.length;
  return [
    ...unreadable.map(({ file, why }) => `${file}: ${why}`),
    ...listed.map(({ file, position, field, why }) => `${file}: malformed record at ${position}: ${field}: ${why}`),
    ...(more > 0 && own.length > 0 ? [`and ${more} more malformed records`] : []),
  ];
}

/** The threshold stands with an account that has another one than the answer. */
function accountReport(account: ScannedAccount, asked: Question) {
  const { accountId, judged, assessments, coverage, proof } = account;
  const { thresholdDays } = questionOf(account, asked);
  return {
    accountId,
    judged,
    users: assessments.size,
    coverage: coverageReport(coverage),
    ...(proof && { proof }),
    ...(thresholdDays !== asked.thresholdDays && { thresholdDays }),
  };
}

function coverageReport(coverage: Coverage) {
  const regions = coverage.kind === 'none' ? [] : coverage.regions;
  return { kind: coverage.kind, regions, gaps: coverage.kind === 'partial' ? coverage.gaps : [] };
}

function rootReport({ accountId, root }: ScannedAccount, inventory: Inventory | undefined) {
  const reported = inventory?.roots.find((candidate) => candidate.accountId === accountId);
  if (root === undefined && reported === undefined) return [];
  const seen = root === undefined ? undefined : sightingReport(root.latest.at, root.latest);
  const said =
    reported?.lastUsed === undefined
      ? undefined
      : { ...sightingReport(reported.lastUsed, undefined), source: 'credential-report' };
  const lastActivity = seen !== undefined && (said === undefined || seen.at >= said.at) ? seen : (said ?? null);
  return [
    {
      accountId,
      lastActivity,
      mfaActive: reported?.mfaActive ?? null,
      activeAccessKeys: reported?.activeKeys ?? null,
    },
  ];
}

/** What AWS services did in root's name. It is no use of root's credentials. */
function rootByServiceReport({ accountId, rootByService }: ScannedAccount) {
  if (rootByService === undefined) return [];
  return [{ accountId, lastActivity: sightingReport(rootByService.latest.at, rootByService.latest) }];
}

const strangersOf = ({ accountId, notInInventory }: ScannedAccount, nameOf: AccountNames) =>
  [...notInInventory]
    .map((seen) => ({ ...strangerReport(accountId, seen), ...nameOf({ accountId }) }))
    .sort(latestFirst);

function strangerReport(accountId: AccountId, [entry, { latest }]: [Entry, LastSeen]) {
  return {
    accountId,
    userId: userIdOf(entry) ?? null,
    userName: latest.userName ?? null,
    arn: latest.arn ?? null,
    lastActivity: sightingReport(latest.at, latest, sightingSourceOf(accountId, latest)),
  };
}

function latestFirst(a: { lastActivity: { at: string } }, b: { lastActivity: { at: string } }): number {
  return a.lastActivity.at < b.lastActivity.at ? 1 : a.lastActivity.at > b.lastActivity.at ? -1 : 0;
}

function recordsReport(trail: TrailReading | undefined) {
  return {
    received: trail?.fold.received ?? 0,
    recorded: trail?.fold.recorded ?? 0,
    ignored: Object.fromEntries([...(trail?.fold.ignored ?? [])].sort(([a], [b]) => (a < b ? -1 : 1))),
    malformed: trail?.fold.malformed ?? 0,
    failed: 0,
    files: trail?.files ?? 0,
    skippedFiles: trail?.skippedFiles ?? { digest: 0, insight: 0, other: 0 },
    unreadable: trail?.unreadable ?? [],
    malformedRecords: trail?.malformedRecords ?? [],
    ...(trail?.archive !== undefined && { archive: trail.archive }),
    ...(trail?.checked !== undefined && { digests: digestsReport(trail.checked) }),
  };
}
