import { kindNames } from '../../../domain/inventory/gap-words.ts';
import { shortSourceWords } from '../../../domain/inventory/short-gap-words.ts';
import { isUnused } from '../../../domain/verdict/state.ts';
import { countWords, numberWords } from '../count-words.ts';
import { compareKeys, type KeyReport } from '../key-report.ts';
import { OutsideText } from './outside-text.tsx';
import { ScrollBox } from './scroll-box.tsx';
import { type AccountLabels, UserName } from './user-name.tsx';
import { useWords } from './words.ts';

const shownAtMost = 50;

/** Active credentials that are unused, longest first: what to take away. Every other one stands with its user. */
export function CredentialsSection({
  keys,
  labels,
}: {
  readonly keys: readonly KeyReport[];
  readonly labels: AccountLabels;
}) {
  const unused = keys.filter(({ state, status }) => isUnused(state) && status === 'active').toSorted(compareKeys);
  const more = unused.length - shownAtMost;
  return (
    <section class="sheet" aria-labelledby="credentials">
      <h2 id="credentials">Active credentials that nobody uses</h2>
      {unused.length === 0 ? (
        <p class="quiet">None.</p>
      ) : (
        <ScrollBox label="List of credentials">
          <table>
            <caption>
              {`${numberWords(unused.length)} of ${countWords(keys.length, 'credential')}, longest unused first`}
            </caption>
            <thead>
              <tr>
                <th scope="col">User</th>
                <th scope="col">Credential</th>
                <th scope="col" class="number">
                  Age, days
                </th>
                <th scope="col">Last use</th>
                <th scope="col" class="number">
                  Unused, days
                </th>
                <th scope="col">State</th>
              </tr>
            </thead>
            <tbody>
              {unused.slice(0, shownAtMost).map((key) => (
                <Row key={`${key.arn} ${key.kind} ${key.id}`} of={key} account={labels(key.accountId)} />
              ))}
            </tbody>
          </table>
          {more > 0 && (
            <p class="quiet">{`and ${numberWords(more)} more: lastseen list --keys --state unused lists them`}</p>
          )}
        </ScrollBox>
      )}
    </section>
  );
}

function Row({ of, account }: { readonly of: KeyReport; readonly account: string | undefined }) {
  const { accountId, userName, kind, id, ageDays, idleDays, lastUsed, lastUse, state } = of;
  return (
    <tr>
      <th scope="row">
        <UserName name={userName} account={account} />
      </th>
      <td>
        {kindNames[kind]} {id !== kind && <OutsideText class="code" text={id} />}
      </td>
      <td class="number">{ageDays ?? '–'}</td>
      <td>
        {lastUsed === null
          ? useWords(lastUse, accountId)
          : `${lastUsed.at.slice(0, 10)} by ${shortSourceWords[lastUsed.source]}`}
      </td>
      <td class="number">{idleDays ?? '–'}</td>
      <td>
        <span class={`state ${state}`}>{state.replace('-', ' ')}</span>
      </td>
    </tr>
  );
}
