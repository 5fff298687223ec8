import type { AccountSettings } from '../../../../domain/accounts/account-settings.ts';
import { type AccountId, parseAccountId } from '../../../../domain/ids.ts';
import { applySettings, type SettingsAnswer } from '../../../accounts/apply-settings.ts';
import { readStoredSettings } from '../../../accounts/stored-settings.ts';
import { InputError } from '../../../input-error.ts';
import { exitCodes } from '../../exit-codes.ts';
import { reportMissing } from '../../missing.ts';
import { openTable, type TableOptions } from '../../open-table.ts';
import type { AnswerOptions } from '../../options/common-options.ts';
import { type Output, openOutput } from '../../output.ts';
import type { ProgramContext } from '../../program-context.ts';
import { printableJson } from '../../render/printable-json.ts';
import { renderApplied, renderSettings } from '../../render/settings/render-settings.ts';
import { whoDecides } from './who-decides.ts';

/** What `lastseen settings` is told. */
export interface SettingsOptions extends AnswerOptions, TableOptions {
  readonly account?: string;
  readonly yes?: boolean;
  readonly remove?: boolean;
  readonly profile?: string;
  /** The part `accounts` of the config file. */
  readonly ofAccounts?: ReadonlyMap<AccountId, AccountSettings>;
}

/** Shows or changes the settings that the table keeps of accounts. */
export async function runSettings(action: string, options: SettingsOptions, context: ProgramContext): Promise<void> {
  const { yes, remove } = options;
  if (action !== 'show' && action !== 'apply') throw new InputError(`settings ${action}: give show or apply`);
  if (action === 'show' && (yes ?? remove) !== undefined)
    throw new InputError('--yes and --remove: settings show has no use for them, but apply');
  const chosen = chosenOf(options);
  const output = await openOutput(options, { command: `settings ${action}`, formats: ['table', 'json'] });
  await (action === 'show' ? show(chosen, options, output, context) : apply(chosen, options, output, context));
}

function chosenOf({ account }: SettingsOptions): readonly AccountId[] | undefined {
  return account?.split(',').map((text) => {
    const accountId = parseAccountId(text.trim());
    if (accountId === undefined) throw new InputError(`--account ${text}: give the 12 digits of an account`);
    return accountId;
  });
}

type Answered = Output<'table' | 'json'>;

async function show(
  chosen: readonly AccountId[] | undefined,
  options: SettingsOptions,
  output: Answered,
  context: ProgramContext,
): Promise<void> {
  const table = await openTable(options, 'existing');
  const named = chosen ?? [...(options.ofAccounts?.keys() ?? [])];
  const shown = await readStoredSettings(table, named, chosen === undefined).finally(() => table.close());
  const accounts = shown.accounts.filter(({ versions, unreadable }) => versions.length + unreadable > 0);
  await output.write(
    output.format === 'json' ? `${printableJson({ accounts }, 2)}\n` : renderSettings(accounts, output),
  );
  context.setExitCode(reportMissing(shown.missing, options));
}

async function apply(
  chosen: readonly AccountId[] | undefined,
  options: SettingsOptions,
  output: Answered,
  context: ProgramContext,
): Promise<void> {
  const { ofAccounts, yes = false, remove = false } = options;
  if (ofAccounts === undefined)
    throw new InputError(
      "settings apply: lastseen.yml has no settings under accounts; give some, like '111122223333': { threshold: 45 }",
    );
  const by = yes ? await whoDecides(options) : undefined;
  const table = await openTable(options, 'create');
  const request = { wanted: ofAccounts, chosen, remove, by };
  const answer = await applySettings(request, table).finally(() => table.close());
  await output.write(output.format === 'json' ? `${printableJson(answer, 2)}\n` : renderApplied(answer, output, yes));
  context.setExitCode(endOf(answer, options));
}

function endOf({ changes, missing }: SettingsAnswer, options: SettingsOptions): number {
  const code = reportMissing(missing, options);
  return code === exitCodes.done && changes.some(({ result }) => result === 'lost') ? exitCodes.mayPass : code;
}
