import type { AccountSettings } from '../../domain/accounts/account-settings.ts';
import { changedSettings, planSettings, type SettingsChange } from '../../domain/accounts/plan-settings.ts';
import type { AccountSettingsStore, SettingsHolder } from '../../infra/ports/accounts/account-settings-store.ts';
import { clockTime } from '../clock.ts';
import { readStoredSettings } from './stored-settings.ts';

/** What is asked of the settings in the table. */
export interface SettingsRequest<Holder extends SettingsHolder> {
  readonly wanted: ReadonlyMap<Holder, AccountSettings>;
  /** Every holder whose settings are compared, beside those that are wanted. */
  readonly known: readonly Holder[];
  readonly remove: boolean;
  /** Who decides; undefined: nothing is changed. */
  readonly by: string | undefined;
}

/** `lost`: somebody else decided meanwhile, and this holder keeps what they decided. */
type ChangeResult = 'would' | 'done' | 'lost';

/** What changed or would change. */
export interface AppliedSettings<Holder extends SettingsHolder> {
  readonly changes: readonly (SettingsChange<Holder> & {
    readonly lines: readonly string[];
    readonly result: ChangeResult;
  })[];
  readonly others: readonly Holder[];
  /** Holders whose settings a later version of the program wrote. */
  readonly unreadable: readonly Holder[];
}

/** Brings the table to what is wanted. Each holder is one write: a run that stops half-way continues when repeated. */
export async function applySettings<Holder extends SettingsHolder>(
  { wanted, known, remove, by }: SettingsRequest<Holder>,
  table: AccountSettingsStore,
): Promise<AppliedSettings<Holder>> {
  const { stored } = await readStoredSettings(table, [...wanted.keys(), ...known]);
  const { changes, others, unreadable } = planSettings(wanted, stored, remove);
  const done = [];
  for (const change of changes) {
    done.push({ ...change, lines: changedSettings(change), result: await resultOf(change, by, table) });
  }
  return { changes: done, others, unreadable };
}

async function resultOf<Holder extends SettingsHolder>(
  { holder, version, to }: SettingsChange<Holder>,
  by: string | undefined,
  table: AccountSettingsStore,
): Promise<ChangeResult> {
  if (by === undefined) return 'would';
  const isDone = await table.addSettings(holder, { version, at: clockTime(), by, settings: to });
  return isDone ? 'done' : 'lost';
}
