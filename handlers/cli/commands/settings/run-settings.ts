import { type AccountId, parseAccountId } from '../../../../domain/ids.ts';
import { readStoredSettings } from '../../../accounts/stored-settings.ts';
import { InputError } from '../../../input-error.ts';
import { reportMissing } from '../../missing.ts';
import { openTable } from '../../open-table.ts';
import { organizationOf } from '../../options/organization-options.ts';
import { openOutput } from '../../output.ts';
import type { ProgramContext } from '../../program-context.ts';
import { printableJson } from '../../render/printable-json.ts';
import { renderSettings } from '../../render/settings/render-settings.ts';
import { applyFile } from './apply-file.ts';
import { settingsHolders } from './settings-holders.ts';
import { laterVersionWords, type SettingsCommand, type SettingsOptions } from './settings-options.ts';

/** Shows or changes the settings that the table keeps of accounts and organizational units. */
export async function runSettings(action: string, options: SettingsOptions, context: ProgramContext): Promise<void> {
  const { yes, remove, organization, account } = options;
  if (action !== 'show' && action !== 'apply') throw new InputError(`settings ${action}: give show or apply`);
  if (action === 'show' && (yes ?? remove) !== undefined)
    throw new InputError('--yes and --remove: settings show has no use for them, but apply');
  if (organization !== undefined && account !== undefined)
    throw new InputError('--organization is about its units and all accounts: leave out --account');
  const chosen = chosenOf(options);
  const output = await openOutput(options, { command: `settings ${action}`, formats: ['table', 'json'] });
  const command = { options, chosen, output };
  context.setExitCode(await (action === 'show' ? show(command) : applyFile(command)));
}

function chosenOf({ account }: SettingsOptions): readonly AccountId[] | undefined {
  return account?.split(',').map((text) => {
    const accountId = parseAccountId(text.trim());
    if (accountId === undefined) throw new InputError(`--account ${text}: give the 12 digits of an account`);
    return accountId;
  });
}

async function show({ options, chosen, output }: SettingsCommand): Promise<number> {
  const organizationId = organizationOf(options);
  const table = await openTable(options, 'existing');
  const units = [...(options.ofUnits?.keys() ?? [])];
  const read = async () => {
    const holders = await settingsHolders(table, { chosen, organizationId, units });
    const named = chosen === undefined ? [...(options.ofAccounts?.keys() ?? [])] : [];
    return {
      ofAccounts: await readStoredSettings(table, [...holders.accounts, ...named]),
      ofUnits: await readStoredSettings(table, [...holders.units.keys()]),
      unitNames: holders.units,
    };
  };
  const { ofAccounts, ofUnits, unitNames } = await read().finally(() => table.close());
  const accounts = ofAccounts.histories
    .filter(({ versions, unreadable, inherited }) => versions.length + unreadable > 0 || inherited !== undefined)
    .map(({ holder: accountId, ...history }) => ({ accountId, ...history }));
  const unitHistories = ofUnits.histories
    .filter(({ versions, unreadable }) => versions.length + unreadable > 0)
    .map(({ holder, ...history }) => ({ unit: unitNames.get(holder) ?? holder, ...history }));
  const answer = { accounts, ...(organizationId !== undefined && { units: unitHistories }) };
  await output.write(output.format === 'json' ? `${printableJson(answer, 2)}\n` : renderSettings(answer, output));
  const lost = [
    ...accounts.filter(({ unreadable }) => unreadable > 0).map(({ accountId }) => accountId),
    ...unitHistories.filter(({ unreadable }) => unreadable > 0).map(({ unit }) => unit),
  ];
  return reportMissing(lost.map(laterVersionWords), options);
}
