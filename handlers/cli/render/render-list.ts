import type { ListReport } from '../../query/list-assessments.ts';
import type { Output } from '../output.ts';
import type { Provenance } from '../provenance.ts';
import { headline } from './headline.ts';
import { printableJson } from './printable-json.ts';
import { ndjson, usersCsv } from './users-csv.ts';
import { usersTable } from './users-table.ts';

/** The answer of `list` in one of the formats; the lines formats hold users alone. */
export function renderList(
  report: ListReport & { readonly provenance?: Provenance },
  { format, terminal }: Omit<Output, 'write'>,
): string {
  switch (format) {
    case 'json':
      return `${printableJson(report, 2)}\n`;
    case 'ndjson':
      return ndjson(report.users);
    case 'csv':
      return usersCsv(report.users);
    case 'table':
      return `${tableLines(report, terminal).join('\n')}\n`;
    default:
      return format satisfies never;
  }
}

/** The counts are those of the users that are shown. */
function tableLines({ users, counts, accounts }: ListReport, terminal: Output['terminal']): string[] {
  if (users.length === 0) return ['no user matches'];
  const [only] = accounts;
  const of = accounts.length === 1 && only !== undefined ? [`account ${only.accountId}`] : [];
  return [...headline({ counts, accounts }, terminal), '', ...usersTable(users, terminal), ...of];
}
