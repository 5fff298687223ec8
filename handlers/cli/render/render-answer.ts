import type { RowFormat } from '../../../domain/settings/settings.ts';
import { ndjson } from './lines.ts';
import { printableJson } from './printable-json.ts';

/** One answer in its forms; only the one that is wanted is made. */
export interface AnswerForms {
  /** The whole answer, as JSON. */
  readonly report: object;
  /** What the lines of `ndjson` hold. */
  readonly rows: readonly object[];
  readonly csv: () => string;
  readonly markdown: () => string;
  /** The lines of the table and around it. */
  readonly lines: () => readonly string[];
}

/** An answer in the format that was chosen. */
export function renderAnswer(format: RowFormat, { report, rows, csv, markdown, lines }: AnswerForms): string {
  switch (format) {
    case 'json':
      return `${printableJson(report, 2)}\n`;
    case 'ndjson':
      return ndjson(rows);
    case 'csv':
      return csv();
    case 'markdown':
      return markdown();
    case 'table':
      return `${lines().join('\n')}\n`;
    default:
      return format satisfies never;
  }
}
