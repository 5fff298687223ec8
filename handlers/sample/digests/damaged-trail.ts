/** A day of a trail to which somebody did everything that a check must find. */

import { createHash } from 'node:crypto';
import { callRecord, type Moment } from '../call-record.ts';
import { roleCallers } from '../callers.ts';
import { reads } from '../calls.ts';
import type { DeliveredFile } from '../log-files.ts';
import { logKey } from '../log-path.ts';
import { type Random, randomOf } from '../random.ts';
import { openDigestChain, type SignedTrail } from './digest-chain.ts';
import type { WriteObject } from './write-object.ts';

const region = 'sa-east-1';
const hourMs = 3_600_000;
const hours = 24;
/** Each is an hour of the day. Log files are delivered in every second hour. */
const removedDigest = 5;
const loggingOff = [8, 9];
const removedFile = 12;
const alteredFile = 16;
const backfilledFile = 18;

/** A log file with its text, as it was delivered. */
interface SampleFile extends DeliveredFile {
  readonly text: string;
}

/** Writes the trail; its day ends at `endMs`. Only roles act in it. */
export function writeDamagedTrail(writeObject: WriteObject, trail: SignedTrail, endMs: number): void {
  const random = randomOf(1);
  const ordinary = () => openDigestChain(trail, region, 'ordinary');
  const backfill = openDigestChain(trail, region, 'backfill');
  let chain = ordinary();
  for (let hour = 0; hour < hours; hour++) {
    const fromMs = endMs - (hours - hour) * hourMs;
    if (loggingOff.includes(hour)) {
      chain = ordinary();
      continue;
    }
    const files = hour % 2 === 0 ? [fileOf(trail.account, fromMs, random)] : [];
    for (const file of files) writeFile(writeObject, file, hour);
    const isLate = hour === backfilledFile;
    const digest = chain.sign(fromMs, isLate ? [] : files);
    if (hour !== removedDigest) writeObject(digest);
    if (hour >= backfilledFile) writeObject(backfill.sign(fromMs, isLate ? files : []));
  }
}

function writeFile(writeObject: WriteObject, { key, text }: SampleFile, hour: number): void {
  const altered = text.replaceAll('203.0.113.', '198.51.100.');
  if (hour !== removedFile) writeObject({ key, text: hour === alteredFile ? altered : text });
}

function fileOf(account: string, fromMs: number, random: Random): SampleFile {
  const atMs = fromMs + hourMs / 2;
  const moment: Moment = { account, region, atMs: fromMs + 60_000, random };
  const records = roleCallers(account).map((caller) => callRecord(moment, caller, random.pick(reads)));
  const text = `{"Records":[${records.join()}]}`;
  const key = logKey(account, 'CloudTrail', region, atMs, random);
  return { region, key, atMs, text, hash: createHash('sha256').update(text).digest('hex') };
}
