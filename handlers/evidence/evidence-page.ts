import { createHash } from 'node:crypto';
import { plainText } from '../../domain/plain-text.ts';
import { calendarMonths } from '../report/calendar-months.ts';
import { type Html, html } from './escaped-html.ts';
import type { ExportedContent } from './export-evidence.ts';
import { sha256 } from './seal.ts';

/**
 * Evidence for a person who has to sign it: one HTML file, without script and without any request, on two pages of
 * paper. The machine's file stands in it as a whole, so that one file proves the other.
 */
export function evidencePage(content: ExportedContent, sealed: string): string {
  const { subject, verdict } = content;
  const title = `Evidence: IAM user ${plainText(subject.userName)} is ${verdict.state}`;
  const policy = `default-src 'none'; style-src 'sha256-${hashOf(style)}'; base-uri 'none'; form-action 'none'`;
  const head = html`<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>`;
  const sections = [summary(content), sources(content), lastEvent(content), calendar(content), coverage(content), making(content)];
  const body = html`<main>
<h1>${title}</h1>
${sections}
${signatures}
</main>`;
  const data = `<script type="application/json" id="evidence">${scriptJson(sealed)}</script>`;
  const parts = ['<!doctype html>', '<html lang="en">', '<head>', head.text, `<style>${style}</style>`, '</head>', '<body>'];
  return withSeal([...parts, body.text, data, '</body>', '</html>', ''].join('\n'));
}

const dataElement = /<script type="application\/json" id="evidence">([^<]*)<\/script>/;

/** The machine's file in a page; undefined where there is none. */
export const dataOfPage = (page: string): string | undefined => dataElement.exec(page)?.[1];

/** JSON in which nothing ends the element around it. */
const scriptJson = (json: string): string =>
  json.replace(/[<\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);

const withSeal = (page: string): string => `${page}<!-- SHA-256 of all above: ${sha256(page)} -->\n`;

const sealOfPage = /^([^]*)<!-- SHA-256 of all above: [0-9a-f]{64} -->\n$/;

/** Whether a page is byte for byte as it was written, by any version. */
export function isPageWhole(page: string): boolean {
  const above = sealOfPage.exec(page)?.[1];
  return above !== undefined && withSeal(above) === page;
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('base64');

const style = `
body{font:11pt/1.4 system-ui,sans-serif;margin:0;color:#1a1d23;background:#fff}
main{max-width:52rem;margin:0 auto;padding:1.5rem}
h1{font-size:16pt;margin:0 0 .75rem}
h2{font-size:12pt;margin:1rem 0 .25rem;border-bottom:1px solid #807d75}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.1rem .75rem .1rem 0;overflow-wrap:anywhere}
th{font-weight:600;white-space:nowrap}
pre,code{font:9pt/1.25 ui-monospace,monospace;overflow-wrap:anywhere;white-space:pre-wrap}
pre{margin:0}
.sign td{height:2.2rem;border-bottom:1px solid #1a1d23}
@page{margin:14mm}
@media print{body{font-size:9pt}main{padding:0;max-width:none}h2,tr,pre{break-inside:avoid}h2{break-after:avoid}}
`;

const text = (value: string | number | boolean | null): Html => html`<bdi>${typeof value === 'string' ? plainText(value) : value}</bdi>`;
type Row = readonly [string, string | number | boolean | null];
const rows = (list: readonly Row[]): Html[] =>
  list.map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${text(value)}</td></tr>\n`);
const section = (title: string, inner: Html): Html => html`<h2>${title}</h2>\n${inner}\n`;

function summary({ subject, verdict, missing }: ExportedContent): Html {
  const { rule, exempt } = verdict;
  const list: Row[] = [
    ['Account', subject.accountId],
    ['User', subject.userName],
    ['Unique id', subject.userId],
    ['ARN', subject.arn],
    ['Created', subject.createdAt],
    ['Verdict', `${verdict.state}, as of ${verdict.asOf}, with a threshold of ${verdict.thresholdDays} days`],
    ['Rule', `${rule.number}: ${rule.says}`],
    ['Reason', verdict.reason],
    ['Confirmed by CloudTrail for the whole window', verdict.corroborated ? 'yes' : 'no'],
    ['Has an active credential', verdict.usable === null ? null : verdict.usable ? 'yes' : 'no'],
    ['Exempt', exempt === null ? 'no' : `${exempt.by}${exempt.until === null ? '' : ` until ${exempt.until}`} ${exempt.reason ?? ''}`],
    ['Missing', missing.length === 0 ? 'nothing' : missing.join('; ')],
  ];
  return section('Verdict', html`<table>${rows(list)}</table>`);
}

function sources({ sources: all, credentials }: ExportedContent): Html {
  const names = { cloudtrail: 'CloudTrail', 'credential-report': 'Credential report', 'list-users': 'ListUsers' };
  const lines = all.flatMap(({ source, activities }): Row[] =>
    activities.length === 0
      ? [[names[source], 'knows of no activity']]
      : activities.map(({ at, credential, ageDays }) => [names[source], `${at}, ${ageDays} days before the verdict, ${credential ?? 'credential not known'}`]),
  );
  const keys = credentials.map(({ kind, id, status, state, createdAt, lastUsed }): Row => [
    `${kind} ${plainText(id)}`,
    `${status}, ${state}; created or set ${createdAt ?? 'at a time not known'}; ${lastUsed === null ? 'no use known' : `last used ${lastUsed.at} (${lastUsed.source})`}`,
  ]);
  return section('Sources and credentials', html`<table>${rows([...lines, ...keys])}</table>`);
}

function lastEvent({ lastEvent: event, lastSuccess }: ExportedContent): Html {
  if (event === null) return section('Last event in CloudTrail', html`<p>CloudTrail has never shown this user.</p>`);
  const list: Row[] = [
    ['At', event.at],
    ['Event', `${event.eventSource ?? ''} ${event.event ?? ''}`.trim()],
    ['Event id', event.eventId],
    ['Account and Region', `${event.accountId} ${event.region ?? 'not known'}`],
    ['Credential', event.accessKeyId ?? event.credential],
    ['Address', event.sourceAddress],
    ['User agent', event.userAgent],
    ['Refused', event.errorCode ?? 'no'],
    ['Last success', lastSuccess],
    ...objectRows(event.object),
  ];
  return section('Last event in CloudTrail', html`<table>${rows(list)}</table>`);
}

function objectRows(object: NonNullable<ExportedContent['lastEvent']>['object']): Row[] {
  switch (object.status) {
    case 'found':
      return [
        ['Log file', `${object.object} (${object.bytes} bytes)`],
        ['SHA-256 of the log file', object.sha256],
      ];
    case 'not-found':
      return [['Log file', `not among the ${object.searched} files that were searched, ${object.unreadable} of which could not be read`]];
    case 'not-looked-up':
      return [['Log file', 'was not looked up: no archive was given']];
    default:
      return object satisfies never;
  }
}

function calendar({ calendar: { activeDays, watchedDays } }: ExportedContent): Html {
  const marks = { active: '#', silent: '.', unwatched: ' ' };
  const lines = calendarMonths(activeDays, watchedDays).map(({ month, marks: days }) => `${month}  ${days.map((day) => marks[day]).join('')}`);
  const legend = 'One line a month, one mark a day (UTC): # active, . watched in every Region and silent, blank not watched.';
  return section('Calendar', html`<p>${legend}</p><pre>${lines.length === 0 ? 'No day is known.' : lines.join('\n')}</pre>`);
}

function coverage({ coverage: { kind, regions } }: ExportedContent): Html {
  const list = regions.map(({ region, watchedSince, lastProof, unwatched, lookedUp }): Row => {
    const watch = watchedSince === null ? 'not watched now' : `watched every day since ${watchedSince}, last proof ${lastProof ?? 'not known'}`;
    const gaps = unwatched.length === 0 ? '' : `; not watched ${unwatched.map(({ from, to }) => `${from} to ${to}`).join(', ')}`;
    return [region, `${watch}${gaps}${lookedUp === null ? '' : `; event history searched ${lookedUp.from} to ${lookedUp.to}`}`];
  });
  const words = { whole: 'The whole window was watched.', partial: 'Parts of the window were not watched.', none: 'CloudTrail was not read: the verdict rests on IAM alone.' };
  return section('Coverage by Region', html`<p>${words[kind]}</p><table>${rows(list)}</table>`);
}

function making({ tool, exportedAt, settings, inputs }: ExportedContent): Html {
  const list: Row[] = [
    ['Tool', `${tool.name} ${tool.version}`],
    ['Command', tool.command.join(' ')],
    ['Exported', exportedAt],
    ['Regions that must be watched', settings.regions === null ? 'those in the logs' : settings.regions.join(', ')],
    ...inputs.map(({ option, name, sha256: digest }): Row => [`Input ${option}`, `${name}${digest === null ? '' : `, SHA-256 ${digest}`}`]),
  ];
  const words = 'A digest finds accidents. Whoever can rewrite this file can rewrite its digests: only lastseen evidence verify with the table or the log files proves what stands here.';
  return section('How this was made', html`<table>${rows(list)}</table><p>${words}</p>`);
}

const signatures = html`<h2>Reviewed</h2>
<table class="sign"><tr><th scope="row">Name</th><td></td><th scope="row">Date</th><td></td></tr>
<tr><th scope="row">Signature</th><td></td><th scope="row">Decision</th><td></td></tr></table>`;
