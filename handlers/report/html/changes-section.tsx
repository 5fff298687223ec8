import { changeWords } from '../change-words.ts';
import { countWords } from '../count-words.ts';
import type { ChangeReport, DiffReport } from '../diff-report.ts';
import { OutsideText } from './outside-text.tsx';
import { ScrollBox } from './scroll-box.tsx';
import { type AccountLabels, UserName } from './user-name.tsx';
import { dayWords } from './words.ts';

const shownAtMost = 100;

/** What changed since an earlier run, as `diff` answers. */
export function ChangesSection({ diff, labels }: { readonly diff: DiffReport; readonly labels: AccountLabels }) {
  const { accounts, changes, unrecorded } = diff;
  const since = accounts.map((account) => account.since).sort()[0];
  const isFirst = accounts.every((account) => account.since === account.asOf);
  return (
    <section class="sheet" aria-labelledby="changes">
      <h2 id="changes">{since === undefined ? 'Changes' : `Changed since ${dayWords(since)}`}</h2>
      {since === undefined && <p class="quiet">No history yet: the next scan with an inventory begins it.</p>}
      {since !== undefined && changes.length === 0 && (
        <p class="quiet">
          {isFirst ? 'The history begins with this run; the next one shows what changed.' : 'Nothing changed.'}
        </p>
      )}
      {unrecorded.length > 0 && since !== undefined && (
        <p class="quiet">{`${countWords(unrecorded.length, 'account')} without a history: ${unrecorded.join(', ')}`}</p>
      )}
      {changes.length > 0 && <Changes changes={changes} labels={labels} />}
    </section>
  );
}

function Changes({ changes, labels }: { readonly changes: readonly ChangeReport[]; readonly labels: AccountLabels }) {
  const more = changes.length - shownAtMost;
  return (
    <ScrollBox label="List of changes">
      <table>
        <caption>{countWords(changes.length, 'user')} changed</caption>
        <thead>
          <tr>
            <th scope="col">User</th>
            <th scope="col">What changed, and why</th>
          </tr>
        </thead>
        <tbody>
          {changes.slice(0, shownAtMost).map(({ kinds, detail }) => (
            <tr key={detail.id}>
              <th scope="row">
                <UserName name={detail.userName} account={labels(detail.accountId)} />
              </th>
              <td>
                <span class={`state ${detail.after?.state ?? 'unknown'}`}>
                  {kinds.map((kind) => changeWords[kind]).join(', ')}
                </span>
                <p class="quiet">
                  <OutsideText text={detail.reason} />
                </p>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {more > 0 && <p class="quiet">{`and ${more} more: lastseen diff lists them`}</p>}
    </ScrollBox>
  );
}
