import type { RowFormat } from '../../../domain/settings/settings.ts';
import type { ListReport } from '../../query/list-assessments.ts';
import type { KeysReport } from '../../query/list-keys.ts';
import type { Output } from '../output.ts';
import type { Provenance } from '../provenance.ts';
import { accountsTable } from './accounts-table.ts';
import { headline, keysHeadline } from './headline.ts';
import { keysTable } from './keys-table.ts';
import { keysCsv, usersCsv } from './lines.ts';
import { moreLine, soonLines, unlistedKeys } from './list-lines.ts';
import { keysMarkdown, usersMarkdown } from './markdown/list-markdown.ts';
import { renderAnswer } from './render-answer.ts';
import { wrapHanging } from './text-width.ts';
import { type UsersView, usersTable } from './users-table.ts';

type Target = Pick<Output<RowFormat>, 'format' | 'terminal'>;

/** The answer of `list` in one of the formats; the lines formats hold users alone. */
export function renderList(
  report: ListReport & { readonly provenance?: Provenance },
  { format, terminal }: Target,
  view: UsersView,
): string {
  return renderAnswer(format, {
    report,
    rows: report.users,
    csv: () => usersCsv(report.users, view),
    markdown: () => usersMarkdown(report, view),
    lines: () => userLines(report, terminal, view),
  });
}

/** The answer of `list --keys` in one of the formats; the lines formats hold credentials alone. */
export function renderKeys(
  report: KeysReport & { readonly provenance?: Provenance },
  { format, terminal }: Target,
  view: UsersView,
): string {
  return renderAnswer(format, {
    report,
    rows: report.keys,
    csv: () => keysCsv(report.keys, view),
    markdown: () => keysMarkdown(report, view),
    lines: () => keyLines(report, terminal, view),
  });
}

/** The counts are those of the users that are shown. */
function userLines(report: ListReport, terminal: Output['terminal'], view: UsersView): string[] {
  const { users, counts, accounts, matching } = report;
  if (users.length === 0) return ['no user matches'];
  const last = [...accountLine(report), ...moreLine(matching - users.length)];
  const soon = soonLines(report, 'user', view).flatMap((line) => wrapHanging(line, terminal.columns));
  const first = [...soon, ...headline({ counts, accounts }, terminal)];
  const totals = accountsTable(accounts, terminal, undefined);
  return [...first, '', ...totals, ...(totals.length === 0 ? [] : ['']), ...usersTable(users, terminal, view), ...last];
}

function keyLines(report: KeysReport, terminal: Output['terminal'], view: UsersView): string[] {
  const { keys, counts, accounts, matching } = report;
  const last = [
    ...(keys.length === 0 ? [] : accountLine(report)),
    ...moreLine(matching - keys.length),
    ...unlistedKeys(report),
  ].flatMap((line) => wrapHanging(line, terminal.columns));
  if (keys.length === 0) return ['no credential matches', ...last];
  const soon = soonLines(report, 'credential', view).flatMap((line) => wrapHanging(line, terminal.columns));
  const first = [...soon, ...keysHeadline({ counts, accounts }, terminal)];
  return [...first, '', ...keysTable(keys, terminal, view), ...last];
}

function accountLine({ accounts }: Pick<ListReport, 'accounts'>): string[] {
  const [only] = accounts;
  return accounts.length === 1 && only !== undefined ? [`account ${only.accountId}`] : [];
}
