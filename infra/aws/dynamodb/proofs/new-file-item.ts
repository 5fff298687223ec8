/** The marks of new log files, those of all folders of a group of accounts together. */

import { createHash } from 'node:crypto';
import type { DigestedFile } from '../../../../domain/digests/digest.ts';
import type { GatheredPlace } from '../../../../domain/digests/gathering.ts';
import type { ReadFile } from '../../../ports/archive-proofs.ts';
import type { Item } from '../sighting-item.ts';

const groupText = (group: number): string => String(group).padStart(2, '0');

/** What the entries of a group's new files begin with, and of one hour. */
export const newFilesOfGroup = (group: number): string => `new#${groupText(group)}#`;
export const newFilesOf = ({ group, hour }: GatheredPlace): string => `${newFilesOfGroup(group)}${hour}#`;

/** What the entries of a group's gathered digests begin with. */
export const gatheredOfGroup = (group: number): string => `gathered#${groupText(group)}#`;

/** The same contents have the same id, so that what is written again is there once. */
export const contentId = (contents: string | Uint8Array): string =>
  createHash('sha256').update(contents).digest().subarray(0, 9).toString('base64url');

/** A mark: 128 bits of the hash of key and content, then the days of the first and the last reading call, or 0. */
const hashBytes = 16;
const markBytes = hashBytes + 2 + 2;
const daySeconds = 86_400;

/** The item of these files of one place. */
export function newFilesItem(place: GatheredPlace, files: readonly ReadFile[]): Item & { readonly entry: string } {
  const marks = Buffer.concat(files.map(markOf).sort(Buffer.compare));
  return { entry: `${newFilesOf(place)}${contentId(marks)}`, marks };
}

function markOf(file: ReadFile): Buffer {
  const mark = Buffer.alloc(markBytes);
  keyOf(file).copy(mark);
  if (file.readings === undefined) return mark;
  mark.writeUInt16BE(Math.floor(file.readings.first / daySeconds), hashBytes);
  mark.writeUInt16BE(Math.floor(file.readings.last / daySeconds), hashBytes + 2);
  return mark;
}

const keyOf = ({ object, hash }: DigestedFile): Buffer =>
  createHash('sha256').update(`${object}\n${hash}`).digest().subarray(0, hashBytes);

/** Those of the files whose marks are in the items. */
export function filesMarkedIn(items: readonly Item[], files: readonly DigestedFile[]): ReadFile[] {
  const wanted = new Map(files.map((file) => [keyOf(file).toString('latin1'), file]));
  return items.flatMap(({ marks }) => (marks instanceof Uint8Array ? markedIn(Buffer.from(marks), wanted) : []));
}

function markedIn(marks: Buffer, wanted: ReadonlyMap<string, DigestedFile>): ReadFile[] {
  const found: ReadFile[] = [];
  for (let at = 0; at + markBytes <= marks.length; at += markBytes) {
    const file = wanted.get(marks.toString('latin1', at, at + hashBytes));
    if (file !== undefined) found.push({ ...file, readings: readingsAt(marks, at + hashBytes) });
  }
  return found;
}

function readingsAt(marks: Buffer, at: number): ReadFile['readings'] {
  const [first, last] = [marks.readUInt16BE(at), marks.readUInt16BE(at + 2)];
  return first === 0 ? undefined : { first: first * daySeconds, last: last * daySeconds };
}
