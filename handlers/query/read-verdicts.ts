import type { AccountId } from '../../domain/ids.ts';
import { unreadableWords } from '../../domain/table/stored-account.ts';
import type { Assessment } from '../../domain/verdict/assessment.ts';
import type { Run } from '../../domain/verdict/run.ts';
import { type State, states } from '../../domain/verdict/state.ts';
import type { LastSeenTable } from '../../infra/ports/last-seen-table.ts';
import type { AccountSilences } from '../report/forecast-report.ts';
import { accountsToRead } from './accounts-to-read.ts';

/** The verdicts of the accounts' latest runs, with the run of each. */
export interface Verdicts {
  readonly accounts: readonly ({ readonly accountId: AccountId } & Pick<Run, 'asOf' | 'thresholdDays'>)[];
  /** How silences of these accounts went on. */
  readonly silences: readonly AccountSilences[];
  /** Accounts whose logs were read, but of which no inventory was ever given. */
  readonly unjudged: readonly AccountId[];
  readonly found: readonly { readonly assessment: Assessment; readonly run: Run }[];
  /** What could not be read, in words. */
  readonly missing: readonly string[];
}

/** Reads the verdicts on users in these states from the table alone: one query a state and account. */
export async function readVerdicts(
  table: Pick<LastSeenTable, 'accounts' | 'readRun' | 'assessmentsInState'>,
  chosen: readonly AccountId[] | undefined,
  wanted: Iterable<State> = states,
): Promise<Verdicts> {
  const accounts: Verdicts['accounts'][number][] = [];
  const silent: Verdicts['silences'][number][] = [];
  const unjudged: AccountId[] = [];
  const found: Verdicts['found'][number][] = [];
  const missing: string[] = [];
  for (const accountId of await accountsToRead(table, chosen)) {
    const read = await readAccountVerdicts(table, accountId, wanted);
    accounts.push(...read.accounts);
    silent.push(...read.silences);
    unjudged.push(...read.unjudged);
    found.push(...read.found);
    missing.push(...read.missing);
  }
  return { accounts, silences: silent, unjudged, found, missing };
}

/** The same of one account. */
export async function readAccountVerdicts(
  table: Pick<LastSeenTable, 'readRun' | 'assessmentsInState'>,
  accountId: AccountId,
  wanted: Iterable<State>,
): Promise<Verdicts> {
  const run = await table.readRun(accountId);
  if (run === undefined) return { accounts: [], silences: [], unjudged: [accountId], found: [], missing: [] };
  const { asOf, thresholdDays, silences } = run;
  const found: Verdicts['found'][number][] = [];
  let unread = 0;
  for (const state of wanted) {
    const { assessments, unreadable } = await table.assessmentsInState(accountId, state);
    for (const assessment of assessments) found.push({ assessment, run });
    unread += unreadable;
  }
  return {
    accounts: [{ accountId, asOf, thresholdDays }],
    silences: [{ accountId, thresholdDays, silences }],
    unjudged: [],
    found,
    missing: unreadableWords(accountId, unread),
  };
}

/** Why a table has no verdict, and what to do. */
export function nothingToList({ unjudged }: Pick<Verdicts, 'unjudged'>): string {
  const seen =
    unjudged.length === 0 ? 'the table is empty' : `logs of ${unjudged.join(', ')} were scanned without an inventory`;
  return `no verdicts yet: ${seen}; run lastseen scan with --live or --credential-report`;
}
