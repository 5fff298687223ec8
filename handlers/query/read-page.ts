import pMap from 'p-map';
import { regionsToWatch, watchedDays } from '../../domain/coverage/watched-days.ts';
import type { AccountId } from '../../domain/ids.ts';
import type { IamUser } from '../../domain/inventory/iam-user.ts';
import { type StoredAccount, unreadableWords } from '../../domain/table/stored-account.ts';
import type { Instant } from '../../domain/time.ts';
import type { Assessment } from '../../domain/verdict/assessment.ts';
import { attributeSightings, idEntry } from '../../domain/verdict/attribution.ts';
import { countAssessments } from '../../domain/verdict/counts.ts';
import type { Run } from '../../domain/verdict/run.ts';
import type { CampaignStore } from '../../infra/ports/campaign-store.ts';
import type { LastSeenTable } from '../../infra/ports/last-seen-table.ts';
import { InputError } from '../input-error.ts';
import { forecastReport } from '../report/forecast-report.ts';
import type { AccountNames } from '../report/many-accounts.ts';
import { type PageAccount, type PageReport, type PageUser, pageWeeks } from '../report/page-report.ts';
import type { PersonField } from '../report/person-report.ts';
import type { NamedAccount } from '../report/report-column.ts';
import { compareUsers, userReport } from '../report/user-report.ts';
import { accountsAtOnce, accountsToRead } from './accounts-to-read.ts';
import { checkSince, diffOfAll } from './diff-accounts.ts';
import { noPeople, type PeopleFields } from './read-people.ts';
import { type AccountReview, readReview } from './read-review.ts';
import { nothingToList } from './read-verdicts.ts';

/** Of which accounts the page tells, all where undefined, what they are called, and since when it shows changes. */
export interface PageQuestion {
  readonly accounts: readonly AccountId[] | undefined;
  readonly nameOf: AccountNames;
  readonly since: Instant | undefined;
  /** Who is who; absent: nobody asked. */
  readonly people?: PeopleFields;
}

/** What the page is read from. */
export type PageTable = LastSeenTable & Pick<CampaignStore, 'listCampaigns' | 'readCampaign'>;

/**
 * Reads what the page shows: each account as a whole and once, with its daily counts and its changes. Throws InputError
 * where no account was ever judged, or no run is later than `since`.
 */
export async function readPage(table: PageTable, { accounts, ...question }: PageQuestion): Promise<PageReport> {
  const chosen = await accountsToRead(table, accounts);
  const page = await readPageOf(table, chosen, question);
  if (page === undefined) throw new InputError(nothingToList({ unjudged: chosen }));
  checkSince(page.diff.accounts, question.since);
  return page;
}

/** The page of these accounts of the table; undefined where none of them was ever judged. */
export async function readPageOf(
  table: PageTable,
  accounts: readonly AccountId[],
  { nameOf, since, people = noPeople }: Omit<PageQuestion, 'accounts'>,
): Promise<PageReport | undefined> {
  const read = await pMap(accounts, (accountId) => readJudged(table, accountId), { concurrency: accountsAtOnce });
  const judged = read.filter((account) => typeof account === 'object');
  const unjudged = read.filter((account) => typeof account === 'string');
  if (judged.length === 0) return undefined;
  const histories = judged.map(({ stored: { accountId, history: head }, days }) => ({ accountId, head, days }));
  const fieldsOf = (user: IamUser) => ({ ...nameOf(user), ...people.personOf(user) });
  const users = judged
    .flatMap((account) => usersOf(account, fieldsOf))
    .sort((a, b) => compareUsers(a.report, b.report));
  const silences = judged.map(({ stored: { accountId }, run }) => ({ accountId, ...run }));
  return {
    accounts: judged.map((account) => accountOf(account, nameOf)),
    unjudged,
    users,
    counts: countAssessments(users.map(({ assessment }) => assessment)),
    diff: await diffOfAll(table, histories, since),
    forecast: forecastReport(
      users.map(({ report }) => report),
      silences,
      pageWeeks * 7 - 1,
    ),
  };
}

/** An account with its latest run, its counts by day and its review. */
interface JudgedAccount extends AccountReview {
  readonly stored: StoredAccount;
  readonly run: Run;
  readonly days: PageAccount['days'];
}

/** The account; its id where it was never judged. */
async function readJudged(table: PageTable, accountId: AccountId): Promise<JudgedAccount | AccountId> {
  const stored = await table.readAccount(accountId);
  const { run } = stored;
  if (run === undefined) return accountId;
  const [days, review] = await Promise.all([table.dailyCounts(accountId), readReview(table, accountId)]);
  return { stored, run, days, ...review };
}

function accountOf({ stored, run, days, review, missing: unread }: JudgedAccount, nameOf: AccountNames): PageAccount {
  const { accountId, assessments, unreadableAssessments } = stored;
  const { asOf, thresholdDays, coverage, proof } = run;
  const counts = countAssessments(assessments.values());
  const missing = [...unreadableWords(accountId, unreadableAssessments.length), ...unread];
  return {
    accountId,
    ...nameOf(stored),
    asOf,
    thresholdDays,
    coverage,
    ...(proof && { proof }),
    counts,
    days,
    review,
    missing,
  };
}

function usersOf({ stored, run }: JudgedAccount, fieldsOf: (user: IamUser) => NamedAccount & PersonField): PageUser[] {
  const all = [...stored.assessments.values()];
  const { attributed } = attributeSightings(
    stored.lastSeen,
    all.map(({ user }) => user),
  );
  const watched = watchedDaysIn(stored, run);
  return all.map((assessment) => ({
    report: { ...userReport(assessment, run), ...fieldsOf(assessment.user) },
    assessment,
    days: attributed.get(assessment.user)?.lastSeen?.days ?? new Map(),
    watchedDays: watched(assessment),
  }));
}

/** The watched days of a user; those of the account, made once, where nobody looked the user up. */
function watchedDaysIn({ watches, lookups }: StoredAccount, run: Run): (assessment: Assessment) => readonly string[] {
  const regions = regionsToWatch(watches, run.regions);
  const question = { now: run.asOf, thresholdDays: run.thresholdDays };
  const ofAccount = watchedDays({ watches, lookups: undefined }, regions, question);
  return ({ user }) => {
    const [own] = idEntry(user.userId).flatMap((entry) => lookups.get(entry) ?? []);
    return own === undefined ? ofAccount : watchedDays({ watches, lookups: own }, regions, question);
  };
}
