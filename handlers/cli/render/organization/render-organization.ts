import { plainText } from '../../../../domain/plain-text.ts';
import type { RowFormat } from '../../../../domain/settings/settings.ts';
import type { OrganizationList } from '../../../query/organization/list-organization.ts';
import { countWords, numberWords } from '../../../report/count-words.ts';
import type { OrganizationReport } from '../../../report/organization-report.ts';
import type { Output } from '../../output.ts';
import type { Provenance } from '../../provenance.ts';
import { accountsTable } from '../accounts-table.ts';
import { headline } from '../headline.ts';
import { usersCsv } from '../lines.ts';
import { moreLine, soonLines } from '../list-lines.ts';
import { usersMarkdown } from '../markdown/list-markdown.ts';
import { renderAnswer } from '../render-answer.ts';
import { wrapHanging } from '../text-width.ts';
import { type UsersView, usersTable } from '../users-table.ts';

type Target = Pick<Output<RowFormat>, 'format' | 'terminal' | 'verbose'>;

/** The answer of `list --organization` in one of the formats; the lines formats hold users alone. */
export function renderOrganization(
  report: OrganizationList & { readonly provenance?: Provenance },
  output: Target,
  given: UsersView,
): string {
  const view = { ...given, isNamed: true };
  return renderAnswer(output.format, {
    report,
    rows: report.users,
    csv: () => usersCsv(report.users, view),
    markdown: () => usersMarkdown(report, view),
    lines: () => tableLines(report, output, view),
  });
}

/** So many accounts, users and lines fit a screen; the other formats and `--verbose` have all. */
const [accountsShown, usersShown, linesShown] = [15, 25, 5];

function tableLines(report: OrganizationList, { terminal, verbose }: Target, view: UsersView): string[] {
  const { organization, users, matching } = report;
  const shown = users.slice(0, verbose || view.columns?.length ? undefined : usersShown);
  const limit = verbose ? undefined : { rows: accountsShown, how: '--verbose shows them' };
  const sections = [
    organizationLines(organization).flatMap((line) => wrapHanging(plainText(line), terminal.columns)),
    headline({ counts: organization.counts, accounts: judgedAt(organization) }, terminal),
    accountsTable(rowsOf(organization), terminal, limit),
    notJudged(organization, verbose).flatMap((line) => wrapHanging(plainText(line), terminal.columns)),
    soonLines(report, 'user', view).flatMap((line) => wrapHanging(line, terminal.columns)),
    shown.length === 0 ? ['no user matches'] : usersTable(shown, terminal, view),
    [
      ...(users.length > shown.length
        ? [`and ${numberWords(users.length - shown.length)} more: --verbose shows them`]
        : []),
      ...moreLine(matching - users.length),
    ],
  ];
  return sections.filter((lines) => lines.length > 0).flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
}

function organizationLines({ organizationId, asOf, isComplete, accountCounts, carriedUnused }: OrganizationReport) {
  const { listed, judged, unjudged, skipped, outOfService } = accountCounts;
  const parts = [
    `${numberWords(judged)} of ${countWords(listed, 'account')} judged`,
    ...(unjudged === 0 ? [] : [`${numberWords(unjudged)} could not be judged`]),
    ...(skipped === 0 ? [] : [`${numberWords(skipped)} skipped`]),
    ...(outOfService === 0 ? [] : [`${numberWords(outOfService)} not in service`]),
  ];
  const when = asOf === null ? '' : `, run of ${asOf.slice(0, 10)}${isComplete ? '' : ', not complete'}`;
  const carried = `${countWords(carriedUnused, 'unused user')} by an earlier verdict: their account could not be judged now`;
  return [`organization ${organizationId}${when}: ${parts.join(', ')}`, ...(carriedUnused === 0 ? [] : [carried])];
}

const judgedAt = ({ accounts }: OrganizationReport) =>
  accounts.flatMap(({ asOf, thresholdDays }) =>
    asOf === null || thresholdDays === null ? [] : [{ asOf, thresholdDays }],
  );

/** A star stands beside an account whose counts are old or not whole. */
const rowsOf = ({ accounts }: OrganizationReport) =>
  accounts.flatMap(({ accountId, accountName, unit, owner, counts, outcome, missing }) => {
    if (counts === null || outcome === 'left' || outcome === 'out-of-service' || outcome === 'skipped') return [];
    const place = unit === null || unit === '' ? accountName : `${accountName} in ${unit}`;
    const whose = owner === null ? '' : `, ${owner}`;
    const isOld = outcome !== 'judged' ? ['its counts are those of an earlier run'] : [];
    return [{ accountId, accountName: plainText(`${place}${whose}`), counts, missing: [...missing, ...isOld] }];
  });

function notJudged({ accounts }: OrganizationReport, verbose: boolean): string[] {
  const starred = accounts.some(({ outcome, missing }) => outcome !== 'judged' || missing.length > 0);
  const left = accounts.filter(({ why }) => why !== null);
  const wanted = verbose ? left : left.filter(({ outcome }) => outcome !== 'out-of-service');
  const shown = wanted.slice(0, verbose ? undefined : linesShown);
  const more = left.length - shown.length;
  return [
    ...(starred ? ['* something is missing of this account, or its counts are of an earlier run'] : []),
    ...shown.map(({ accountId, accountName, owner, why }) => {
      const whose = owner === null ? '' : `, owner ${owner}`;
      return `not judged: account ${accountId} ${accountName}${whose}: ${why}`;
    }),
    ...(more === 0 ? [] : [`${countWords(more, 'account')} more not judged: --verbose shows them`]),
  ];
}
