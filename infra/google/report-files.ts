import { realpath } from 'node:fs/promises';
import { isJsonObject, type JsonObject, objectAt, textAt } from '../../domain/json.ts';
import { nextTokenOf } from '../../domain/providers/google/inventory.ts';
import { readUsagePage, type UsageListing } from '../../domain/providers/google/usage.ts';
import { InventoryFileError } from '../local/inventory-file-error.ts';
import { readInventoryText } from '../local/inventory-text.ts';
import { filesIn } from '../local/json-files.ts';
import { jsonValuesOf } from '../local/json-values.ts';
import { readGamCsv } from './gam-csv.ts';

/** The files of paths, in their order, each once. Throws InventoryFileError where there is none. */
export async function findReportFiles(paths: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) found.push(...(await filesIn(path, names, 'JSON or CSV files')));
  const byPlace = new Map<string, string>();
  for (const path of found) {
    const place = await realpath(path);
    if (!byPlace.has(place)) byPlace.set(place, path);
  }
  return [...byPlace.values()];
}

const names = /\.(?:json|ndjson|jsonl|csv)(?:\.gz)?$/i;

/** A page of a report. `hasNext` says that further pages follow; activities without a page say nothing of that. */
export type ReportPart =
  | (UsageListing & { readonly kind: 'usage'; readonly hasNext: boolean })
  | { readonly kind: 'activities'; readonly items: readonly unknown[]; readonly hasNext: boolean }
  | { readonly kind: 'loose-activity'; readonly item: JsonObject };

const todo = 'give the answers of the Reports API, or the CSV of: gam report users';

/** Reads a file of reports. Throws InventoryFileError where it holds anything else, as the API's refusal. */
export async function readReportFile(path: string): Promise<ReportPart[]> {
  const text = await readInventoryText(path);
  const parts = /^\s*[[{]/.test(text) ? fromJson(text) : fromCsv(text);
  if (typeof parts === 'string') throw new InventoryFileError(`${path}: ${parts}; ${todo}`);
  return parts;
}

function fromJson(text: string): ReportPart[] | string {
  const values = jsonValuesOf(text)?.flat();
  if (values === undefined) return 'not JSON';
  const parts: ReportPart[] = [];
  for (const value of values) {
    const part = partOf(value);
    if (typeof part === 'string') return part;
    parts.push(part);
  }
  return parts;
}

function partOf(value: unknown): ReportPart | string {
  const hasNext = nextTokenOf(value) !== undefined;
  const usage = readUsagePage(value);
  if (usage !== undefined) return { kind: 'usage', ...usage, hasNext };
  if (!isJsonObject(value)) return 'not a report of Google';
  const refusal = objectAt(value, 'error');
  if (refusal !== undefined) return `Google refused: ${textAt(refusal, 'message', 200) ?? 'no message'}`;
  const { items, kind } = value;
  if (Array.isArray(items)) return { kind: 'activities', items, hasNext };
  if (items === undefined && kind === 'admin#reports#activities') return { kind: 'activities', items: [], hasNext };
  return objectAt(value, 'id')?.['applicationName'] === undefined
    ? 'not a report of Google'
    : { kind: 'loose-activity', item: value };
}

function fromCsv(text: string): ReportPart[] | string {
  const table = readGamCsv(text);
  if (table.kind === 'wrong') return `neither JSON nor GAM's CSV: ${table.why}`;
  if (table.kind === 'users') return 'is a list of users: give it to --google-users';
  const usageReports = table.entries.map(({ entry }) => entry);
  const usage = readUsagePage({ kind: 'admin#reports#usageReports', usageReports });
  return usage === undefined ? [] : [{ kind: 'usage', ...usage, hasNext: false }];
}
