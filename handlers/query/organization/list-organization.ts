import pMap from 'p-map';
import { isInService } from '../../../domain/organization/member-account.ts';
import type { OrganizationAccount } from '../../../domain/organization/organization-account.ts';
import { noUsers, sumOfCounts } from '../../../domain/organization/roll-up.ts';
import type { Counts } from '../../../domain/verdict/counts.ts';
import { states } from '../../../domain/verdict/state.ts';
import type { LastSeenTable } from '../../../infra/ports/last-seen-table.ts';
import { type ForecastReport, forecastReport } from '../../report/forecast-report.ts';
import {
  type OrganizationReport,
  type OrganizationView,
  organizationReport,
} from '../../report/organization-report.ts';
import type { UserReport } from '../../report/user-report.ts';
import { accountsAtOnce } from '../accounts-to-read.ts';
import { type ListReport, listAssessments } from '../list-assessments.ts';
import type { ListSelection } from '../list-selection.ts';
import { readAccountVerdicts } from '../read-verdicts.ts';
import { orderOf, userRows } from '../select-rows.ts';
import { firstRows } from './first-rows.ts';

/** The answer of `list --organization`: that of `list`, and how the organization stands. */
export interface OrganizationList extends ListReport {
  readonly organization: OrganizationReport;
}

type Part = Pick<ListReport, 'accounts' | 'missing' | 'counts' | 'forecast'>;

/**
 * The users of every account in service, longest without activity first: the answers of the accounts' own indexes, put
 * in one order. With a limit, memory is that of eight accounts and of twice the limit.
 */
export async function listOrganization(
  table: Pick<LastSeenTable, 'readRun' | 'assessmentsInState'>,
  view: OrganizationView,
  selection: ListSelection,
): Promise<OrganizationList> {
  const rows = firstRows<UserReport>(orderOf(selection, userRows), selection.limit);
  const parts = await pMap(view.accounts.filter(isAsked), (account) => readPart(table, account, selection, rows), {
    concurrency: accountsAtOnce,
  });
  return {
    organization: organizationReport(view),
    accounts: parts.flatMap(({ accounts }) => accounts),
    unjudged: [],
    users: rows.rows(),
    counts: parts.map(({ counts }) => counts).reduce(sumOfCounts, noUsers),
    matching: rows.taken,
    forecast: parts.map(({ forecast }) => forecast).reduce(sumOfForecasts, forecastReport([], [], selection.soonDays)),
    missing: [...view.missing, ...parts.flatMap(({ missing }) => missing)],
  };
}

/** Accounts that people skip, that are closed, or that left have no verdict that counts. */
const isAsked = (account: OrganizationAccount) =>
  isInService(account) && account.outcome.kind !== 'left' && account.outcome.kind !== 'skipped';

async function readPart(
  table: Pick<LastSeenTable, 'readRun' | 'assessmentsInState'>,
  account: OrganizationAccount,
  selection: ListSelection,
  rows: { add(users: readonly UserReport[]): void },
): Promise<Part> {
  const verdicts = await readAccountVerdicts(table, account.accountId, selection.states ?? states);
  const all = { ...selection, limit: undefined };
  const { users, accounts, counts, forecast, missing } = listAssessments(verdicts, all, [account]);
  rows.add(users);
  return { accounts: accounts.map((each) => withCounts(each, counts)), counts, forecast, missing };
}

/** Of a thousand accounts nobody reads how the silences of each went on. */
const sumOfForecasts = ({ words, weeks }: ForecastReport, other: ForecastReport): ForecastReport => ({
  words,
  weeks: weeks.map(({ week, crossing }, at) => ({ week, crossing: crossing + (other.weeks[at]?.crossing ?? 0) })),
  silences: [],
});

const withCounts = (account: ListReport['accounts'][number], counts: Counts) => ({ ...account, counts });
