import { sharedWords } from '../../../domain/provider.ts';
import { keyReports } from '../key-report.ts';
import type { PageReport } from '../page-report.ts';
import { AccountsSection } from './accounts-section.tsx';
import { ChangesSection } from './changes-section.tsx';
import { CoverageSection } from './coverage-section.tsx';
import { CredentialsSection } from './credentials-section.tsx';
import { renderDocument } from './document.tsx';
import { IdleChart } from './idle-chart.tsx';
import { NextSection } from './next-section.tsx';
import { pageScript, pageStyle } from './page-assets.ts';
import { packedData, pageData } from './page-data.ts';
import { type PageProvenance, ProvenanceSection } from './provenance-section.tsx';
import { ReviewsSection } from './reviews-section.tsx';
import { CountsSection, type PageAbove, PageHeader, thresholdsOf, titleOf, UnseenSection } from './summary-section.tsx';
import { TrendChart } from './trend-chart.tsx';
import { accountLabels } from './user-name.tsx';
import { UsersSection } from './users-section.tsx';

/** What the page says beside its report: what made it, and what the scan before it could not read. */
export interface PageContext {
  readonly provenance: PageProvenance;
  readonly missing: readonly string[];
  /** The page of the organization, where this one is of one of its accounts. */
  readonly above?: PageAbove;
}

/** The whole page as the text of one HTML file. The same report and context make the same text. */
export function reportPage(report: PageReport, context: PageContext): string {
  const data = pageData(report);
  return renderDocument({
    title: `${titleOf(report)} – Lastseen`,
    style: pageStyle(),
    script: pageScript(),
    data: packedData(data),
    body: <Page report={report} context={context} data={data} />,
  });
}

interface PageProps {
  readonly report: PageReport;
  readonly context: PageContext;
  readonly data: ReturnType<typeof pageData>;
}

function Page({ report, context, data }: PageProps) {
  const { accounts, counts, diff, forecast } = report;
  const labels = accountLabels(accounts);
  const users = report.users.map((user) => user.report);
  return (
    <>
      <PageHeader report={report} above={context.above} />
      <main>
        <UnseenSection report={report} missing={context.missing} />
        <CountsSection report={report} />
        <AccountsSection accounts={accounts} counts={counts} />
        <div class="columns">
          <IdleChart users={users} thresholds={thresholdsOf(accounts)} />
          <NextSection users={users} forecast={forecast} labels={labels} />
          <TrendChart accounts={accounts} />
          <ChangesSection diff={diff} labels={labels} />
        </div>
        <ReviewsSection accounts={accounts} labels={labels} />
        <UsersSection data={data} provider={sharedWords(accounts)?.name ?? 'The provider'} />
        <CredentialsSection keys={keysOf(report)} labels={labels} />
        <CoverageSection accounts={accounts} />
        <ProvenanceSection provenance={context.provenance} report={report} />
      </main>
    </>
  );
}

const keysOf = ({ users, accounts }: PageReport) =>
  users.flatMap(({ assessment }) => {
    const run = accounts.find(({ accountId }) => accountId === assessment.user.accountId);
    return run === undefined ? [] : keyReports(assessment, run);
  });
