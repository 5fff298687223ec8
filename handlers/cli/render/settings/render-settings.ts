import type { AccountSettings } from '../../../../domain/accounts/account-settings.ts';
import { changedSettings, settingLines } from '../../../../domain/accounts/plan-settings.ts';
import { plainText } from '../../../../domain/plain-text.ts';
import type { SettingsAnswer } from '../../../accounts/apply-settings.ts';
import type { AccountHistory } from '../../../accounts/stored-settings.ts';
import { countWords } from '../../../report/count-words.ts';
import type { Output } from '../../output.ts';
import { wrapHanging } from '../text-width.ts';

type View = Pick<Output, 'terminal' | 'verbose'>;

/** The settings of accounts for people; `verbose`: every decision before, with what it changed. */
export function renderSettings(accounts: readonly AccountHistory[], view: View): string {
  if (accounts.length === 0) return 'no account has settings of its own\n';
  return textOf(
    accounts.flatMap((account) => accountLines(account, view.verbose)),
    view,
  );
}

function accountLines({ accountId, versions, unreadable }: AccountHistory, verbose: boolean): string[] {
  const latest = versions.at(-1);
  const unread = unreadable === 0 ? [] : [`  ${unreadable} of a later version: they cannot be shown`];
  if (latest === undefined) return [`account ${accountId}`, ...unread];
  const { at, by, settings } = latest;
  const own = settingLines(settings);
  const before = verbose ? versions.toReversed() : [];
  return [
    `account ${accountId}, since ${at} by ${by}`,
    ...(own.length === 0 ? ['none'] : own).map((line) => `  ${line}`),
    ...before.map((version) => historyLine(version, versions[versions.indexOf(version) - 1]?.settings ?? {})),
    ...unread,
  ];
}

type Version = AccountHistory['versions'][number];

const historyLine = ({ version, at, by, settings: to }: Version, from: AccountSettings): string =>
  `  ${version}. ${at} by ${by}: ${changedSettings({ from, to }).join('; ')}`;

/** What changed, or would: the difference of each account. */
export function renderApplied({ changes, others }: SettingsAnswer, view: View, isMeant: boolean): string {
  const last = isMeant ? [] : changes.length === 0 ? [] : ['nothing was changed; --yes does it'];
  const kept =
    others.length === 0
      ? []
      : [`${countWords(others.length, 'account')} not in lastseen.yml: unchanged; --remove takes their settings away`];
  const head = changes.length === 0 ? ['the table holds these settings already'] : [];
  const lines = changes.flatMap(({ accountId, lines, result }) => [
    `account ${accountId}${result === 'lost' ? ': somebody else changed it meanwhile; apply again' : ''}`,
    ...lines.map((line) => `  ${line}`),
  ]);
  return textOf([...head, ...lines, ...kept, ...last], view);
}

const textOf = (lines: readonly string[], { terminal }: View): string =>
  `${lines.flatMap((line) => wrapHanging(plainText(line), terminal.columns)).join('\n')}\n`;
