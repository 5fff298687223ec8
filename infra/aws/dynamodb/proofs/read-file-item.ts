/** The marks of log files that were read, until a digest has proven them. */

import { createHash } from 'node:crypto';
import type { DigestedFile } from '../../../../domain/digests/digest.ts';
import { nameIn } from '../../../../domain/digests/place.ts';
import type { ReadFile } from '../../../ports/archive-proofs.ts';

/**
 * The entry of a file's folder for the hour in its name: 24 of them share the marks of a day's folder, so that none
 * grows beyond an item of 400 KB. Undefined for a folder whose name is too long for a key.
 */
export function marksEntry(object: string): string | undefined {
  const name = nameIn(object);
  const folder = object.slice(0, object.length - name.length);
  const hour = /_\d{8}T(\d\d)\d{2,4}Z_/.exec(name)?.[1] ?? 'any';
  return Buffer.byteLength(folder) > longestFolder ? undefined : `/${folder}#read#${hour}`;
}

const longestFolder = 1000;
const daySeconds = 86_400;

/** The mark of a file, at most 75 bytes: its name in short, its hash, the days of the first and last reading call. */
export function markOf({ object, hash, readings }: ReadFile): string {
  const days = readings && [readings.first, readings.last].map((second) => Math.floor(second / daySeconds));
  return `${beginningOf(object, hash)}${days === undefined ? '' : days.join('-')}`;
}

/** The file of a digest among these marks; undefined where it is not there with this hash. */
export function markedFile(file: DigestedFile, marks: ReadonlySet<string>): ReadFile | undefined {
  const beginning = beginningOf(file.object, file.hash);
  const mark = [...marks].find((each) => each.startsWith(beginning));
  if (mark === undefined) return undefined;
  const [, first, last] = /^(\d+)-(\d+)$/.exec(mark.slice(beginning.length)) ?? [];
  const readings = first && last ? { first: Number(first) * daySeconds, last: Number(last) * daySeconds } : undefined;
  return { ...file, readings };
}

const nameBytes = 9;

function beginningOf(object: string, hash: string): string {
  const name = createHash('sha256').update(nameIn(object)).digest().subarray(0, nameBytes).toString('base64url');
  return `${name} ${Buffer.from(hash, 'hex').toString('base64url')} `;
}
