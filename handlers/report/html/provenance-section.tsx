import { numberWords } from '../count-words.ts';
import type { PageReport } from '../page-report.ts';
import { OutsideText } from './outside-text.tsx';

/** What made the page, in the form in which JSON answers hold it. */
export interface PageProvenance {
  readonly tool: string;
  readonly version: string;
  readonly command: readonly string[];
  readonly inputs: readonly {
    readonly option: string;
    readonly name: string;
    readonly files: number | null;
    readonly bytes: number | null;
    readonly sha256: string | null;
  }[];
}

/** What the rules are about: the counts, and the time of each run where there are few. */
interface Ruled extends Pick<PageReport, 'counts'> {
  readonly accounts?: PageReport['accounts'];
}

/** How each number was made, and from what. */
export function ProvenanceSection({
  provenance,
  report,
}: {
  readonly provenance: PageProvenance;
  readonly report: Ruled;
}) {
  const { tool, version, command, inputs } = provenance;
  return (
    <section class="sheet" aria-labelledby="provenance">
      <h2 id="provenance">How each number was made</h2>
      <dl class="rules">
        {rulesOf(report).map(([title, words]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{words}</dd>
          </div>
        ))}
        <div>
          <dt>Made by</dt>
          <dd>
            {tool} {version}, <OutsideText class="code" text={`${tool} ${command.join(' ')}`} />
          </dd>
        </div>
      </dl>
      <div class="scroll">
        <table>
          <caption>Inputs</caption>
          <thead>
            <tr>
              <th scope="col">Option</th>
              <th scope="col">Name</th>
              <th scope="col" class="number">
                Files
              </th>
              <th scope="col" class="number">
                Bytes
              </th>
              <th scope="col">SHA-256</th>
            </tr>
          </thead>
          <tbody>
            {inputs.map(({ option, name, files, bytes, sha256 }) => (
              <tr key={`${option} ${name}`}>
                <th scope="row">{option}</th>
                <td>
                  <OutsideText text={name} />
                </td>
                <td class="number">{files ?? '–'}</td>
                <td class="number">{bytes === null ? '–' : numberWords(bytes)}</td>
                <td>{sha256 === null ? 'not a file' : <code>{sha256}</code>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function rulesOf({ counts, accounts = [] }: Ruled): readonly (readonly [string, string])[] {
  const times = accounts.map(({ accountId, asOf, thresholdDays }) => `${accountId}: ${asOf}, ${thresholdDays} days`);
  return [
    ['Active', 'Some source shows an activity within the threshold.'],
    ['Idle', 'Some source shows an activity, the last of them before the threshold.'],
    ['Never used', 'No source shows any activity, and the user is older than the threshold.'],
    ['New', 'The user or one of its credentials is younger than the threshold.'],
    ['Unknown', 'A source that had to answer did not; silence proves nothing then.'],
    ['Unused', `Idle and never used: ${counts.idle} + ${counts['never-used']} = ${counts.unused}.`],
    [
      'Quiet',
      'Silent for more than twice its longest gap, and for 28 days at least, but below the threshold. A hint, no state.',
    ],
    [
      'Idle days',
      'Whole days from the last activity to the time of the run, or from the creation where there was none. UTC.',
    ],
    ...(times.length === 0 ? [] : [['Time of the run', times.join('; ')] as const]),
  ];
}
