import { numberWords } from '../count-words.ts';
import type { PageReport } from '../page-report.ts';
import { OutsideText } from './outside-text.tsx';
import { accountWords } from './user-name.tsx';
import { dayWords } from './words.ts';

/** One row an account and the totals; nothing where there is one account. */
export function AccountsSection({ accounts, counts }: Pick<PageReport, 'accounts' | 'counts'>) {
  if (accounts.length < 2) return null;
  const rows = accounts.map((account) => ({ ...account, title: accountWords(account), when: dayWords(account.asOf) }));
  return (
    <section class="sheet" aria-labelledby="accounts">
      <h2 id="accounts">Accounts</h2>
      <div class="scroll">
        <table>
          <caption>Users of each account</caption>
          <thead>
            <tr>
              <th scope="col">Account</th>
              {numbers.map(([, title]) => (
                <th key={title} scope="col" class="number">
                  {title}
                </th>
              ))}
              <th scope="col">As of</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.title} title={row.title} counts={row.counts} when={row.when} />
            ))}
          </tbody>
          <tfoot>
            <Row title="All accounts" counts={counts} when="" />
          </tfoot>
        </table>
      </div>
    </section>
  );
}

type Counts = PageReport['counts'];

const numbers = [
  ['users', 'Users'],
  ['unused', 'Unused'],
  ['unusedNotExempt', 'Not exempt'],
  ['unknown', 'Unknown'],
  ['new', 'New'],
  ['active', 'Active'],
  ['unusedAccessKeys', 'Unused keys'],
  ['unusedPasswords', 'Unused passwords'],
] as const satisfies readonly (readonly [keyof Counts, string])[];

function Row({ title, counts, when }: { readonly title: string; readonly counts: Counts; readonly when: string }) {
  return (
    <tr>
      <th scope="row">
        <OutsideText text={title} />
      </th>
      {numbers.map(([field]) => (
        <td key={field} class="number">
          {numberWords(counts[field])}
        </td>
      ))}
      <td class="line">{when}</td>
    </tr>
  );
}
