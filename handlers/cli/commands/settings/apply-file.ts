import type { AccountSettings } from '../../../../domain/accounts/account-settings.ts';
import { unitText } from '../../../../domain/accounts/inherited-settings.ts';
import type { AccountId, OrganizationId } from '../../../../domain/ids.ts';
import { type UnitPartition, unitPartition } from '../../../../domain/sightings/partition.ts';
import { type AppliedSettings, applySettings } from '../../../accounts/apply-settings.ts';
import { clockTime } from '../../../clock.ts';
import { InputError } from '../../../input-error.ts';
import { exitCodes } from '../../exit-codes.ts';
import { remark, reportMissing } from '../../missing.ts';
import { type OpenTable, openTable } from '../../open-table.ts';
import { organizationOf } from '../../options/organization-options.ts';
import { printableJson } from '../../render/printable-json.ts';
import { renderApplied, type SettingsAnswer } from '../../render/settings/render-settings.ts';
import { doubtfulSettings } from './doubtful-settings.ts';
import { settingsHolders } from './settings-holders.ts';
import { laterVersionWords, type SettingsCommand } from './settings-options.ts';
import { whoDecides } from './who-decides.ts';

/** What the file says, of which accounts and which organization, and who decides. */
interface Wanted extends Pick<SettingsCommand, 'chosen'> {
  readonly organizationId: OrganizationId | undefined;
  readonly ofAccounts: ReadonlyMap<AccountId, AccountSettings>;
  readonly ofUnits: ReadonlyMap<string, AccountSettings>;
  readonly remove: boolean;
  /** Undefined: nothing is changed. */
  readonly by: string | undefined;
}

/** Brings the table to what the config file says, or shows what that would change. Returns the exit code. */
export async function applyFile({ options, chosen, output }: SettingsCommand): Promise<number> {
  const { ofUnits = new Map(), remove = false, yes = false } = options;
  const organizationId = organizationOf(options);
  // Who names the accounts whose settings go needs no file that names others.
  const ofAccounts = options.ofAccounts ?? (remove && chosen !== undefined ? new Map() : undefined);
  if (ofAccounts === undefined)
    throw new InputError(
      "settings apply: lastseen.yml has no settings under accounts; give some, like '111122223333': { threshold: 45 }",
    );
  if (ofUnits.size > 0 && organizationId === undefined && chosen === undefined) {
    const units = [...ofUnits.keys()].map(unitText).join(', ');
    throw new InputError(`accounts: ${units}: give the organization of these units: --organization o-...`);
  }
  const by = yes ? await whoDecides(options) : undefined;
  const table = await openTable(options, 'create');
  const wanted = { chosen, organizationId, ofAccounts, ofUnits, remove, by };
  const { answer, doubts } = await answerOf(table, wanted).finally(() => table.close());
  for (const line of doubts) remark(`${options.config ?? 'lastseen.yml'}: ${line}`, options);
  await output.write(output.format === 'json' ? `${printableJson(answer, 2)}\n` : renderApplied(answer, output, yes));
  const code = reportMissing(answer.missing, options);
  return code === exitCodes.done && answer.changes.some(({ result }) => result === 'lost') ? exitCodes.mayPass : code;
}

async function answerOf(
  table: OpenTable,
  wanted: Wanted,
): Promise<{ readonly answer: SettingsAnswer; readonly doubts: readonly string[] }> {
  const { chosen, organizationId, ofAccounts, ofUnits, remove, by } = wanted;
  const holders = await settingsHolders(table, { chosen, organizationId, units: [...ofUnits.keys()] });
  const isMeant = (accountId: AccountId) => chosen === undefined || chosen.includes(accountId);
  const accounts = new Map([...ofAccounts].filter(([accountId]) => isMeant(accountId)));
  const units = new Map(
    organizationId === undefined
      ? []
      : [...ofUnits].map(([unit, settings]) => [unitPartition(organizationId, unit), settings] as const),
  );
  const nameOf = (unit: UnitPartition) => holders.units.get(unit) ?? unit;
  const answer = joined(
    await applySettings({ wanted: units, known: [...holders.units.keys()], remove, by }, table),
    await applySettings({ wanted: accounts, known: holders.accounts, remove, by }, table),
    nameOf,
  );
  return { answer, doubts: doubtfulSettings({ ofAccounts: accounts, ofUnits }, holders, clockTime()) };
}

function joined(
  units: AppliedSettings<UnitPartition>,
  accounts: AppliedSettings<AccountId>,
  nameOf: (unit: UnitPartition) => string,
): SettingsAnswer {
  return {
    changes: [
      ...units.changes.map(({ holder, ...change }) => ({ unit: nameOf(holder), ...change })),
      ...accounts.changes.map(({ holder: accountId, ...change }) => ({ accountId, ...change })),
    ],
    others: [...units.others.map(nameOf), ...accounts.others],
    missing: [...units.unreadable.map(nameOf), ...accounts.unreadable].map(laterVersionWords),
  };
}
