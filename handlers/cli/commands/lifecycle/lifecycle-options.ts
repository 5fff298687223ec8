import type { Command } from 'commander';
import type { RunTerms } from '../../../../domain/accounts/account-terms.ts';
import type { LifecycleRequest } from '../../../../domain/lifecycle/plan-lifecycle.ts';
import { lifecycleSettings, type PartialSettings } from '../../../../domain/lifecycle/settings.ts';
import { settingBounds } from '../../../../domain/settings/bounds.ts';
import type { RawSettings } from '../../../../domain/settings/settings.ts';
import type { TableOptions } from '../../open-table.ts';
import { type AnswerOptions, addTableOptions } from '../../options/common-options.ts';
import type { LiveOptions } from '../../options/live-options.ts';
import { settingsOf } from '../../options/settings-options.ts';

/** What the commands about users on their way out are told. */
export interface LifecycleOptions
  extends Pick<RawSettings, 'threshold' | 'exempt' | 'exemptTag' | 'ofAccounts'>,
    AnswerOptions,
    TableOptions,
    Pick<LiveOptions, 'profile'> {
  /** The section `lifecycle` of the config file. */
  readonly lifecycle?: PartialSettings;
}

/** Adds the options that say whose account it is, and which users are unused. */
export function addLifecycleOptions(command: Command): Command {
  command
    .option('--profile <name>', 'a profile of your AWS configuration')
    .option(
      '--threshold <days>',
      `days without activity after which a user is idle (default: ${settingBounds.thresholdDays.default})`,
    )
    .option('--exempt-tag <key=value...>', 'users with this tag are exempt; KEY alone accepts any value')
    .option(
      '--exempt <name-pattern...>',
      'users with this name or /path are exempt; * is any text, ? is one character',
    );
  return addTableOptions(command);
}

/** The question and what the customer decided, for every account. Throws InputError. */
export function lifecycleRequestOf(options: LifecycleOptions): LifecycleRequest & RunTerms {
  const { threshold, exempt, exemptTag, ofAccounts, lifecycle = {} } = options;
  const { question, exemptions, isThresholdGiven } = settingsOf({ threshold, exempt, exemptTag });
  return { question, exemptions, isThresholdGiven, ofAccounts, settings: lifecycleSettings(lifecycle) };
}
