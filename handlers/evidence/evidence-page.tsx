import { wordsOf } from '../../domain/provider.ts';
import { sha256 } from '../canonical-digest.ts';
import { calendarMonths } from '../report/calendar-months.ts';
import { renderDocument } from '../report/html/document.tsx';
import type { ExportedContent } from './evidence-content.ts';
import {
  coverageRows,
  credentialRows,
  eventRows,
  makingRows,
  type Row,
  serviceRows,
  sourceRows,
  verdictRows,
} from './evidence-rows.ts';
import type { SealedEvidence } from './seal.ts';

/**
 * Evidence for a person who has to sign it: one HTML file without script, which prints on two pages. The machine's file
 * stands in it as a whole, so that either can be verified alone.
 */
export function evidencePage(content: ExportedContent, sealed: SealedEvidence): string {
  const { subject, verdict, calendar } = content;
  const { user, log } = wordsOf(subject.accountId);
  const title = `Evidence: ${user} ${subject.userName} is ${verdict.state}`;
  const body = (
    <main>
      <h1>{title}</h1>
      <Facts title="Verdict" rows={verdictRows(content)} />
      <Facts
        title="Sources and credentials"
        rows={[...sourceRows(content), ...credentialRows(content), ...serviceRows(content)]}
      />
      <Facts title={`Last event in ${log}`} rows={eventRows(content)} />
      <h2>Calendar</h2>
      <p>One line a month, one mark a day (UTC): # active, . watched in every Region and silent, blank not watched.</p>
      <pre>{monthLines(calendar).join('\n')}</pre>
      <Facts title="Coverage by Region" rows={coverageRows(content)} />
      <Facts title="How this was made" rows={makingRows(content)} />
      <p>{honesty}</p>
      <Signatures />
    </main>
  );
  return withSeal(renderDocument({ title, style, data: sealed, body }));
}

const honesty =
  'The digests find accidents. Whoever can rewrite this file can rewrite its digests: only lastseen evidence verify, with the table or the log files, proves what stands here.';

function Facts({ title, rows }: { readonly title: string; readonly rows: readonly Row[] }) {
  return (
    <section>
      <h2>{title}</h2>
      <table>
        {rows.map(([name, value]) => (
          <tr>
            <th scope="row">{name}</th>
            <td>
              <bdi>{value}</bdi>
            </td>
          </tr>
        ))}
      </table>
    </section>
  );
}

function Signatures() {
  return (
    <section>
      <h2>Reviewed</h2>
      <table class="sign">
        {[
          ['Name', 'Date'],
          ['Decision', 'Signature'],
        ].map(([left, right]) => (
          <tr>
            <th scope="row">{left}</th>
            <td />
            <th scope="row">{right}</th>
            <td />
          </tr>
        ))}
      </table>
    </section>
  );
}

function monthLines({ activeDays, watchedDays }: ExportedContent['calendar']): string[] {
  const marks = { active: '#', silent: '.', unwatched: ' ' };
  const months = calendarMonths(activeDays, watchedDays);
  if (months.length === 0) return ['no day is known'];
  return months.map(({ month, marks: days }) => `${month}  ${days.map((day) => marks[day]).join('')}`.trimEnd());
}

const style = `
:root{color-scheme:light}
body{font:11pt/1.4 system-ui,sans-serif;margin:0;color:#1a1d23;background:#fff}
main{max-width:52rem;margin:0 auto;padding:1.5rem}
h1{font-size:15pt;margin:0 0 .5rem;overflow-wrap:anywhere}
h2{font-size:12pt;margin:.75rem 0 .25rem;border-bottom:1px solid #807d75}
p{margin:.25rem 0}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.05rem .75rem .05rem 0;overflow-wrap:anywhere}
th{font-weight:600;width:11rem}
pre{font:9pt/1.25 ui-monospace,monospace;margin:0}
.sign td{height:2rem;border-bottom:1px solid #1a1d23}
.sign th{width:5rem}
@page{margin:12mm}
@media print{body{font-size:8.5pt;line-height:1.3}main{padding:0;max-width:none}tr,pre{break-inside:avoid}h2{break-after:avoid}}
`;

const dataElement = /<script type="application\/json" id="data">([^<]*)<\/script>/;

/** The machine's file as it stands in a page; undefined where there is none. */
export const dataOfPage = (page: string): string | undefined => dataElement.exec(page)?.[1];

const withSeal = (page: string): string => `${page}<!-- SHA-256 of all above: ${sha256(page)} -->\n`;

const sealOfPage = /^([\s\S]*)<!-- SHA-256 of all above: [0-9a-f]{64} -->\n$/;

/** Whether a page is byte for byte as it was written, by whatever version. */
export function isPageWhole(page: string): boolean {
  const above = sealOfPage.exec(page)?.[1];
  return above !== undefined && withSeal(above) === page;
}
