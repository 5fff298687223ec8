import { numberWords } from '../count-words.ts';
import type { OrganizationReport } from '../organization-report.ts';
import { renderDocument } from './document.tsx';
import { OutsideText } from './outside-text.tsx';
import { pageStyle } from './page-assets.ts';
import { type PageProvenance, ProvenanceSection } from './provenance-section.tsx';
import { ScrollBox } from './scroll-box.tsx';
import { CountCards, titleOf } from './summary-section.tsx';
import { accountWords } from './user-name.tsx';
import { dayWords } from './words.ts';

/** What the page of an organization says beside its report. */
export interface OrganizationPageContext {
  readonly provenance: PageProvenance;
  readonly missing: readonly string[];
  /** The page of each account that has one, seen from this page. */
  readonly pages: ReadonlyMap<string, string>;
}

/** The page of an organization: its totals, and a row for each account with a link to the account's own page. */
export function organizationPage(report: OrganizationReport, context: OrganizationPageContext): string {
  const title = `${titleOf(report)} – Lastseen`;
  return renderDocument({ title, style: pageStyle(), body: <OrganizationBody report={report} context={context} /> });
}

interface BodyProps {
  readonly report: OrganizationReport;
  readonly context: OrganizationPageContext;
}

function OrganizationBody({ report, context }: BodyProps) {
  const { organizationId, asOf, isComplete, accountCounts, counts } = report;
  const when = asOf === null ? 'no run' : `run of ${dayWords(asOf)} ${asOf.slice(11, 16)} UTC`;
  return (
    <>
      <header>
        <p class="mark">Lastseen</p>
        <h1>{titleOf(report)}</h1>
        <p class="quiet">
          Organization {organizationId} · {when}
          {isComplete ? '' : ', not complete'} · {numberWords(accountCounts.judged)} of{' '}
          {numberWords(accountCounts.listed)} accounts judged
        </p>
      </header>
      <main>
        <MissingSection missing={context.missing} />
        <TotalsSection report={report} />
        <AccountRows report={report} pages={context.pages} />
        <ProvenanceSection provenance={context.provenance} report={{ counts }} />
      </main>
    </>
  );
}

function MissingSection({ missing }: { readonly missing: readonly string[] }) {
  if (missing.length === 0) return null;
  return (
    <section class="sheet alert" aria-labelledby="unseen">
      <h2 id="unseen">What could not be seen</h2>
      <ScrollBox label="List of what is missing">
        <ul>
          {missing.map((line) => (
            <li key={line}>
              <OutsideText text={line} />
            </li>
          ))}
        </ul>
      </ScrollBox>
    </section>
  );
}

function TotalsSection({ report: { counts, carriedUnused, accountCounts } }: { readonly report: OrganizationReport }) {
  const cards: readonly (readonly [number, string])[] = [
    [counts.unusedNotExempt, 'unused, not exempt'],
    [carriedUnused, 'of the unused by an earlier verdict'],
    [counts.unusedAccessKeys, 'unused active access keys'],
    [counts.unusedPasswords, 'unused passwords'],
    [counts.unknown, 'users cannot be judged'],
    [accountCounts.unjudged, 'accounts could not be judged'],
  ];
  return <CountCards cards={cards} counts={counts} />;
}

type Account = OrganizationReport['accounts'][number];

/** Most unused users first; accounts without verdicts come last. */
const mostUnusedFirst = (a: Account, b: Account) =>
  (b.counts?.unusedNotExempt ?? -1) - (a.counts?.unusedNotExempt ?? -1) || (a.accountId < b.accountId ? -1 : 1);

const numbers = [
  ['users', 'Users'],
  ['unused', 'Unused'],
  ['unusedNotExempt', 'Not exempt'],
  ['unknown', 'Unknown'],
  ['unusedAccessKeys', 'Unused keys'],
  ['unusedPasswords', 'Unused passwords'],
] as const satisfies readonly (readonly [keyof OrganizationReport['counts'], string])[];

function AccountRows({ report, pages }: Pick<BodyProps, 'report'> & Pick<OrganizationPageContext, 'pages'>) {
  const titles = ['Account', 'Unit', 'Owner'];
  return (
    <section class="sheet" aria-labelledby="accounts">
      <h2 id="accounts">Accounts</h2>
      <div class="scroll">
        <table>
          <caption>Users of each account, most unused first</caption>
          <thead>
            <tr>
              {[...titles, ...numbers.map(([, title]) => title), 'As of', 'The run'].map((title) => (
                <th key={title} scope="col" class={numbers.some(([, each]) => each === title) ? 'number' : undefined}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {report.accounts.toSorted(mostUnusedFirst).map((account) => (
              <AccountRow key={account.accountId} account={account} page={pages.get(account.accountId)} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function AccountRow({ account, page }: { readonly account: Account; readonly page: string | undefined }) {
  const { unit, owner, counts, asOf, outcome, why } = account;
  const name = <OutsideText text={accountWords(account)} />;
  return (
    <tr>
      <th scope="row">{page === undefined ? name : <a href={page}>{name}</a>}</th>
      <td>{unit !== null && <OutsideText text={unit} />}</td>
      <td>{owner !== null && <OutsideText text={owner} />}</td>
      {numbers.map(([field]) => (
        <td key={field} class="number">
          {counts === null ? '–' : numberWords(counts[field])}
        </td>
      ))}
      <td class="line">{asOf === null ? 'never' : dayWords(asOf)}</td>
      <td>{why === null ? outcome : <OutsideText text={`${outcome}: ${why}`} />}</td>
    </tr>
  );
}
