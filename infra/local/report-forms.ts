/** Finds credential reports in the forms in which people have them. */

import { isJsonObject } from '../../domain/json.ts';
import { type Instant, parseTime } from '../../domain/time.ts';
import { decodeText } from './inventory-text.ts';
import { jsonValuesOf } from './json-values.ts';

/** The CSV of a credential report, and when the report was made if its answer says so. */
export interface ReportText {
  readonly csv: string;
  readonly generatedAt: Instant | undefined;
}

/** What a text holds: one or more reports, or why it holds none, in words that say what to do. */
export type ReportTexts =
  | { readonly kind: 'reports'; readonly reports: readonly ReportText[] }
  | { readonly kind: 'refused'; readonly why: string };

/** How to get a report that is always supported and contains its date. */
export const howToReport = 'make one with: aws iam get-credential-report --output json > FILE';

const refused = (why: string): ReportTexts => ({ kind: 'refused', why });
const reports = (...found: readonly ReportText[]): ReportTexts => ({ kind: 'reports', reports: found });

/** Files that look like a report and are none, each recognised by its beginning. */
const lookalikes: readonly (readonly [pattern: RegExp, why: string])[] = [
  [/^$/, `is empty; ${howToReport}`],
  [/^An error occurred|^aws: error/m, `holds an error message of the AWS CLI; ${howToReport}`],
  [/^(?:Content|GeneratedTime|ReportFormat):/m, `is YAML, which is not supported; ${howToReport}`],
  [/^b['"]/, `is written as Python shows bytes, b'...'; write them decoded, or ${howToReport}`],
  [/^[+|]-{5}|^-{5}/, `is the AWS CLI's table output; ${howToReport}`],
];

/**
 * Finds the reports in a text: the CSV, its base64, and the answers of `aws iam get-credential-report` as JSON or as
 * text. Several answers one after another, and JSON arrays of them, are several reports.
 */
export function reportsOf(text: string): ReportTexts {
  const lookalike = lookalikes.find(([pattern]) => pattern.test(text));
  if (lookalike !== undefined) return refused(lookalike[1]);
  if (/^[[{"]/.test(text)) {
    const values = jsonValuesOf(text);
    if (values !== undefined) return all(values.flat().map(reportOfJson));
    if (!text.startsWith('"')) return refused(`is JSON that is damaged or cut off; ${howToReport}`);
  }
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (lines.every((line) => textAnswer.test(line))) return all(lines.map(reportOfLine));
  return reports({ csv: contentOf(text), generatedAt: undefined });
}

/** All of them, or the first that is refused. */
function all(found: readonly ReportTexts[]): ReportTexts {
  const refusal = found.find(({ kind }) => kind === 'refused');
  if (refusal !== undefined) return refusal;
  return reports(...found.flatMap((each) => (each.kind === 'reports' ? each.reports : [])));
}

/** `--output text`: content, time and format with tabs between. */
const textAnswer = /^([A-Za-z0-9+/=]+)\t([^\t]+)\ttext\/csv\s*$/;

function reportOfLine(line: string): ReportTexts {
  const [, content = '', time = ''] = textAnswer.exec(line) ?? [];
  return dated(content, time);
}

function reportOfJson(answer: unknown): ReportTexts {
  if (typeof answer === 'string') return reports({ csv: contentOf(answer), generatedAt: undefined });
  if (!isJsonObject(answer)) return refused(`not a credential report; ${howToReport}`);
  const { Content: content, GeneratedTime: time, State: state } = answer;
  if (typeof content === 'string') return dated(content, time);
  if (typeof state === 'string') {
    return refused(`is the answer of generate-credential-report (${state}), not the report; ${howToReport}`);
  }
  return refused(`not a credential report; ${howToReport}`);
}

function dated(content: string, time: unknown): ReportTexts {
  const lookalike = lookalikes.find(([pattern]) => pattern.test(content));
  if (lookalike !== undefined) return refused(`its Content ${lookalike[1]}`);
  const generatedAt = parseTime(time);
  if (generatedAt === undefined && (time ?? null) !== null) {
    return refused('its GeneratedTime is not a time; get the report again');
  }
  return reports({ csv: contentOf(content), generatedAt });
}

/** The CSV itself, or that whose base64 it is; a CSV has commas, which base64 never has. */
function contentOf(content: string): string {
  return /^[A-Za-z0-9+/=\s]+$/.test(content) ? decodeText(Buffer.from(content, 'base64')) : content;
}
