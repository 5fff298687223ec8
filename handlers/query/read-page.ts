import { regionsToWatch, watchedDays } from '../../domain/coverage/watched-days.ts';
import type { AccountId } from '../../domain/ids.ts';
import { type StoredAccount, unreadableWords } from '../../domain/table/stored-account.ts';
import type { Instant } from '../../domain/time.ts';
import type { Assessment } from '../../domain/verdict/assessment.ts';
import { attributeSightings, idEntry } from '../../domain/verdict/attribution.ts';
import { countAssessments } from '../../domain/verdict/counts.ts';
import type { Run } from '../../domain/verdict/run.ts';
import type { LastSeenTable } from '../../infra/ports/last-seen-table.ts';
import { InputError } from '../input-error.ts';
import type { PageAccount, PageReport, PageUser } from '../report/page-report.ts';
import { compareUsers, userReport } from '../report/user-report.ts';
import { accountsToRead } from './accounts-to-read.ts';
import { checkSince, diffOfAll } from './diff-accounts.ts';
import { nothingToList } from './read-verdicts.ts';

/** Of which accounts the page tells, all where undefined, and since when it shows changes. */
export interface PageQuestion {
  readonly accounts: readonly AccountId[] | undefined;
  readonly since: Instant | undefined;
}

/**
 * Reads what the page shows: each account as a whole and once, with its daily counts and its changes. Throws InputError
 * where no account was ever judged, or no run is later than `since`.
 */
export async function readPage(table: LastSeenTable, { accounts, since }: PageQuestion): Promise<PageReport> {
  const wanted = await accountsToRead(table, accounts);
  const judged: PageAccount[] = [];
  const unjudged: AccountId[] = [];
  const users: PageUser[] = [];
  for (const accountId of wanted) {
    const stored = await table.readAccount(accountId);
    const { run } = stored;
    if (run === undefined) {
      unjudged.push(accountId);
      continue;
    }
    judged.push(accountOf(stored, run, await table.dailyCounts(accountId)));
    users.push(...usersOf(stored, run));
  }
  if (judged.length === 0) throw new InputError(nothingToList({ unjudged }));
  const ids = judged.map(({ accountId }) => accountId);
  const diff = await diffOfAll(table, ids, since);
  checkSince(diff, since);
  users.sort((a, b) => compareUsers(a.report, b.report));
  return { accounts: judged, unjudged, users, diff, counts: countAssessments(users.map((user) => user.assessment)) };
}

function accountOf(stored: StoredAccount, run: Run, days: PageAccount['days']): PageAccount {
  const { accountId, assessments, unreadableAssessments } = stored;
  const { asOf, thresholdDays, coverage } = run;
  const counts = countAssessments(assessments.values());
  const missing = unreadableWords(accountId, unreadableAssessments.length);
  return { accountId, asOf, thresholdDays, coverage, counts, days, missing };
}

function usersOf(stored: StoredAccount, run: Run): PageUser[] {
  const all = [...stored.assessments.values()];
  const { attributed } = attributeSightings(
    stored.lastSeen,
    all.map(({ user }) => user),
  );
  const watched = watchedDaysIn(stored, run);
  return all.map((assessment) => ({
    report: userReport(assessment, run),
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
