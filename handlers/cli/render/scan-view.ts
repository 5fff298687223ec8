import { isUnused } from '../../../domain/verdict/state.ts';
import { isSelective, type ListSelection } from '../../query/list-selection.ts';
import type { ScanReport } from '../../report/scan-report.ts';
import type { UserReport } from '../../report/user-report.ts';
import type { UsersView } from './users-table.ts';

/** What the table of a scan shows, and the command that lists the rest. */
export interface ScanView {
  /** Every user and not only the longest unused ones. */
  readonly all: boolean;
  /** The users that are shown. Counts and exit code are those of all. */
  readonly selection: ListSelection;
  /** `lastseen list --data x`, as the reader must type it. */
  readonly listCommand: string;
  /** What of `--fail-on` was met, in words. */
  readonly failures?: readonly string[];
  /** Whether a list of accounts gave them names. */
  readonly isNamed?: boolean;
}

/** The report with the users that are shown. */
export type Shown = Omit<ScanReport, 'users'> & { readonly users: readonly UserReport[] };

/** The users of a scan's table, how many more there are, and what shows them. */
export interface ShownUsers {
  readonly shown: readonly UserReport[];
  readonly more: number;
  readonly how: string;
}

/** How many rows a table of a scan has at most, unless more are asked for. */
export const rowsShown = 20;

/** The longest unused; where nobody is, who could not be judged. */
export function shownUsers({ users }: Shown, view: ScanView): ShownUsers {
  const isSelected = isSelective(view.selection);
  const wanted = view.all || isSelected ? users : worthSeeing(users);
  const shown = view.all || view.selection.limit !== undefined ? wanted : wanted.slice(0, rowsShown);
  const state = shown.some((user) => isUnused(user.state)) ? 'unused' : 'unknown';
  const how = isSelected ? '--all shows them' : `${view.listCommand} --state ${state}`;
  return { shown, more: wanted.length - shown.length, how };
}

function worthSeeing(users: readonly UserReport[]): readonly UserReport[] {
  const unused = users.filter(({ state }) => isUnused(state));
  return unused.length > 0 ? unused : users.filter(({ state }) => state === 'unknown');
}

/** The columns of a scan's users. */
export const usersView = ({ selection: { columns, soonDays, goneQuiet }, isNamed = false }: ScanView): UsersView => ({
  columns,
  soonDays,
  goneQuiet,
  isNamed,
});

/** Stands instead of the headline where nobody could be judged. */
export const unjudged =
  'no inventory was given, so nobody can be judged: add --credential-report and --authorization-details';
