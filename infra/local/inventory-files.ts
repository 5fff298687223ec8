import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { type ReportRow, readReportRow, requiredColumns } from '../../domain/inventory/credential-report.ts';
import type { CredentialReport } from '../../domain/inventory/join-inventory.ts';
import type { UserListing } from '../../domain/inventory/listed-user.ts';
import { isJsonObject } from '../../domain/json.ts';
import { type Instant, parseTime } from '../../domain/time.ts';
import { wordsOfFileError } from '../trail/bytes/file-error.ts';
import { jsonValuesOf } from './json-values.ts';

/** A file that is not what its option requires; the message is one line for the user. */
export class InventoryFileError extends Error {
  override readonly name = 'InventoryFileError';
}

/** The content of a file, and in `missing` what could not be read of it, in words. */
export interface FromFile<T> {
  readonly value: T;
  readonly missing: readonly string[];
}

const howToReport = 'aws iam get-credential-report --query Content --output text | base64 -d';

/**
 * Reads a credential report: the CSV, its base64, or the whole JSON answer of `aws iam get-credential-report`. Only the
 * JSON says when the report was made. Throws InventoryFileError for anything else.
 */
export async function readCredentialReportFile(path: string): Promise<FromFile<CredentialReport>> {
  const { csv, generatedAt } = unwrap(await textOf(path), path);
  const readings = rowsOf(csv, path).map(readReportRow);
  const missing = readings.flatMap((reading, index) =>
    reading.kind === 'malformed' ? [`${path}: row ${index + 1}: ${reading.field} cannot be read`] : [],
  );
  if (readings.length === 0) missing.push(`${path}: the report has a header and no rows`);
  const users = readings.flatMap((reading) => (reading.kind === 'user' ? [reading.user] : []));
  const roots = readings.flatMap((reading) => (reading.kind === 'root' ? [reading.root] : []));
  return { value: { users, roots, generatedAt }, missing };
}

function unwrap(text: string, path: string): { csv: string; generatedAt: Instant | undefined } {
  if (!text.startsWith('{')) return { csv: isBase64OfReport(text) ? decode(text) : text, generatedAt: undefined };
  const [answer] = jsonValuesOf(text) ?? [];
  const content = isJsonObject(answer) ? answer['Content'] : undefined;
  if (!isJsonObject(answer) || typeof content !== 'string') {
    throw new InventoryFileError(`${path}: not a credential report; make one with: ${howToReport} > FILE`);
  }
  const generatedAt = parseTime(answer['GeneratedTime']);
  if (generatedAt === undefined)
    throw new InventoryFileError(`${path}: its GeneratedTime is not a time; get the report again`);
  return { csv: decode(content), generatedAt };
}

/** The first bytes of `user,arn` in base64. */
const isBase64OfReport = (text: string) => text.startsWith('dXNlcixhcm4');
const decode = (base64: string) => Buffer.from(base64, 'base64').toString('utf8');

function rowsOf(csv: string, path: string): ReportRow[] {
  const rows = parseCsv(csv, path);
  const [header = [], ...body] = rows;
  const columns = header.map((name) => name.trim());
  const absent = requiredColumns.filter((name) => !columns.includes(name));
  if (absent.length > 0) {
    const lacks = `the header lacks ${absent.join(', ')}`;
    throw new InventoryFileError(`${path}: not a credential report: ${lacks}; make one with: ${howToReport} > FILE`);
  }
  return body.map((cells) =>
    Object.fromEntries(columns.flatMap((name, index) => (cells[index] === undefined ? [] : [[name, cells[index]]]))),
  );
}

function parseCsv(csv: string, path: string): string[][] {
  try {
    return parse(csv, { relax_column_count: true, skip_empty_lines: true, bom: true });
  } catch (error) {
    throw new InventoryFileError(`${path}: not a CSV: ${(error as Error).message}`, { cause: error });
  }
}

/**
 * Reads listings of users from one or more files. Each file holds one page, several pages one after another, or an
 * array of pages. `what` is the AWS CLI command that makes such a file. Throws InventoryFileError for any other file.
 */
export async function readListingFiles(
  paths: readonly string[],
  what: string,
  read: (pages: readonly unknown[]) => UserListing | undefined,
): Promise<FromFile<UserListing['users']>> {
  const users: UserListing['users'][number][] = [];
  const missing: string[] = [];
  for (const [index, path] of paths.entries()) {
    const pages = jsonValuesOf(await textOf(path))?.flat();
    const listing = pages === undefined ? undefined : read(pages);
    if (listing === undefined) {
      const problem = pages === undefined ? 'not JSON' : `not an answer of ${what}`;
      throw new InventoryFileError(`${path}: ${problem}; make it with: ${what} > FILE`);
    }
    users.push(...listing.users);
    missing.push(...listing.malformed.map((place) => `${path}: ${place} cannot be read`));
    if (listing.truncated && index === paths.length - 1) missing.push(`${path}: more pages follow and were not given`);
  }
  return { value: users, missing };
}

async function textOf(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).replace(/^\uFEFF/, '').trim();
  } catch (error) {
    throw new InventoryFileError(`${path}: ${wordsOfFileError(error)}`, { cause: error });
  }
}
