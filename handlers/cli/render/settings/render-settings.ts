import type { AccountSettings, SettingsVersion } from '../../../../domain/accounts/account-settings.ts';
import { type InheritedSettings, unitText } from '../../../../domain/accounts/inherited-settings.ts';
import { changedSettings, settingLines } from '../../../../domain/accounts/plan-settings.ts';
import type { AccountId } from '../../../../domain/ids.ts';
import { plainText } from '../../../../domain/plain-text.ts';
import type { AppliedSettings } from '../../../accounts/apply-settings.ts';
import { countWords, someWords } from '../../../report/count-words.ts';
import type { Output } from '../../output.ts';
import { wrapHanging } from '../text-width.ts';

type View = Pick<Output, 'terminal' | 'verbose'>;

interface History {
  readonly versions: readonly SettingsVersion[];
  readonly unreadable: number;
}

interface AccountHistory extends History {
  readonly accountId: AccountId;
  readonly inherited?: InheritedSettings | undefined;
}

/** What `lastseen settings show --format json` prints. Do not rename the fields. */
export interface ShownAnswer {
  readonly accounts: readonly AccountHistory[];
  /** Those of the organization that was named; `unit` is its path, `ou:/Production`. */
  readonly units?: readonly (History & { readonly unit: string })[];
}

type Change = Omit<AppliedSettings<AccountId>['changes'][number], 'holder'>;

/** What `lastseen settings apply --format json` prints. Do not rename the fields. */
export interface SettingsAnswer {
  readonly changes: readonly (Change & { readonly accountId?: AccountId; readonly unit?: string })[];
  readonly others: readonly string[];
  readonly missing: readonly string[];
}

/** The settings of accounts and units for people; `verbose`: every decision before, with what it changed. */
export function renderSettings({ accounts, units = [] }: ShownAnswer, view: View): string {
  if (accounts.length + units.length === 0) return 'no account has settings of its own\n';
  return textOf(
    [
      ...units.flatMap((unit) => historyLines(unit.unit, unit, view.verbose)),
      ...accounts.flatMap((account) => [
        ...historyLines(`account ${account.accountId}`, account, view.verbose),
        ...inheritedLines(account),
      ]),
    ],
    view,
  );
}

function historyLines(name: string, { versions, unreadable }: History, verbose: boolean): string[] {
  const latest = versions.at(-1);
  const unread = unreadable === 0 ? [] : [`  ${unreadable} of a later version: they cannot be shown`];
  if (latest === undefined) return [name, ...unread];
  const { at, by, settings } = latest;
  const own = settingLines(settings);
  const before = verbose ? versions.toReversed() : [];
  return [
    `${name}, since ${at} by ${by}`,
    ...(own.length === 0 ? ['none'] : own).map((line) => `  ${line}`),
    ...before.map((version) => versionLine(version, versions[versions.indexOf(version) - 1]?.settings ?? {})),
    ...unread,
  ];
}

/** Each setting that an account has from a unit, and that its own settings do not replace. */
function inheritedLines({ inherited, versions }: AccountHistory): string[] {
  const own = new Set(Object.keys(versions.at(-1)?.settings ?? {}));
  const settings = Object.entries(inherited?.settings ?? {}).filter(([name]) => !own.has(name));
  return settings.flatMap(([name, value]) => {
    const unit = Object.entries(inherited?.from ?? {}).find(([setting]) => setting === name)?.[1];
    return settingLines({ [name]: value }).map((line) => `  ${line} (from ${unitText(unit ?? '')})`);
  });
}

const versionLine = ({ version, at, by, settings: to }: SettingsVersion, from: AccountSettings): string =>
  `  ${version}. ${at} by ${by}: ${changedSettings({ from, to }).join('; ')}`;

/** What changed, or would: the difference of each account and unit. */
export function renderApplied({ changes, others }: SettingsAnswer, view: View, isMeant: boolean): string {
  const last = isMeant ? [] : changes.length === 0 ? [] : ['nothing was changed; --yes does it'];
  const kept =
    others.length === 0
      ? []
      : [
          `${othersWords(others)} not in lastseen.yml: unchanged (${someWords(others)}); --remove takes their settings away`,
        ];
  const head = changes.length === 0 ? ['the table holds these settings already'] : [];
  const lines = changes.flatMap((change) => [
    `${change.unit ?? `account ${change.accountId}`}${lostWords(change)}`,
    ...change.lines.map((line) => `  ${line}`),
  ]);
  return textOf([...head, ...lines, ...kept, ...last], view);
}

const lostWords = ({ result }: Change) =>
  result === 'lost' ? ': somebody else changed it meanwhile; apply again' : '';

function othersWords(others: readonly string[]): string {
  const units = others.filter((name) => name.startsWith('ou:')).length;
  const counts = [
    units && countWords(units, 'unit'),
    others.length - units && countWords(others.length - units, 'account'),
  ];
  return counts.filter((words) => words !== 0).join(' and ');
}

const textOf = (lines: readonly string[], { terminal }: View): string =>
  `${lines.flatMap((line) => wrapHanging(plainText(line), terminal.columns)).join('\n')}\n`;
