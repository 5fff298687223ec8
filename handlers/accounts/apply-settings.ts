import type { AccountSettings } from '../../domain/accounts/account-settings.ts';
import { changedSettings, planSettings, type SettingsChange } from '../../domain/accounts/plan-settings.ts';
import type { AccountId } from '../../domain/ids.ts';
import { clockTime } from '../clock.ts';
import { readStoredSettings, type SettingsTable } from './stored-settings.ts';

/** What is asked of the settings in the table. */
export interface SettingsRequest {
  readonly wanted: ReadonlyMap<AccountId, AccountSettings>;
  /** Only these accounts; undefined: all. */
  readonly chosen: readonly AccountId[] | undefined;
  readonly remove: boolean;
  /** Who decides; undefined: nothing is changed. */
  readonly by: string | undefined;
}

/** `lost`: somebody else decided meanwhile, and this account keeps what they decided. */
type ChangeResult = 'would' | 'done' | 'lost';

/** What changed or would change, as `lastseen settings apply --format json` prints it. Do not rename the fields. */
export interface SettingsAnswer {
  readonly changes: readonly (SettingsChange & { readonly lines: readonly string[]; readonly result: ChangeResult })[];
  readonly others: readonly AccountId[];
  readonly missing: readonly string[];
}

/** Brings the table to what is wanted. Each account is one write: a run that stops half-way continues when repeated. */
export async function applySettings(request: SettingsRequest, table: SettingsTable): Promise<SettingsAnswer> {
  const { chosen, remove, by } = request;
  const isChosen = (accountId: AccountId) => chosen === undefined || chosen.includes(accountId);
  const wanted = new Map([...request.wanted].filter(([accountId]) => isChosen(accountId)));
  const named = [...wanted.keys(), ...(chosen ?? [])];
  const { stored, missing } = await readStoredSettings(table, named, chosen === undefined);
  const { changes, others } = planSettings(wanted, stored, remove);
  const done = [];
  for (const change of changes) {
    done.push({ ...change, lines: changedSettings(change), result: await resultOf(change, by, table) });
  }
  return { changes: done, others, missing };
}

async function resultOf(
  { accountId, version, to }: SettingsChange,
  by: string | undefined,
  table: SettingsTable,
): Promise<ChangeResult> {
  if (by === undefined) return 'would';
  const isDone = await table.addSettings(accountId, { version, at: clockTime(), by, settings: to });
  return isDone ? 'done' : 'lost';
}
