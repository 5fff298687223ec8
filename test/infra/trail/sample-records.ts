import { existsSync } from 'node:fs';
import { readRecord } from '../../../domain/cloudtrail/record.ts';
import { sampleDefaults, writeSampleAccount } from '../../../handlers/sample/write-sample-account.ts';
import { readTrailFile } from '../../../infra/trail/read-trail-file.ts';
import { walkTrail } from '../../../infra/trail/trail-paths.ts';
import { now } from '../../domain/builders.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import type { Json } from './trail-forms.ts';

const data = '../shared/data/cloudtrail';

/**
 * Records of the sample account and, where it is there, of the public data: about so many of each, all kinds of them.
 */
export async function sampleRecords(kept: number): Promise<Json[]> {
  const dir = temporaryFolder();
  const { paths } = await writeSampleAccount(dir, { ...sampleDefaults, users: 40, days: 20, recordsPerDay: 60 });
  return [...(await recordsIn(paths.trail, kept)), ...(existsSync(data) ? await recordsIn(data, kept) : [])];
}

async function recordsIn(folder: string, kept: number): Promise<Json[]> {
  const byKind = new Map<string, Json>();
  const record = (each: unknown) => byKind.set(kindOf(each as Json), each as Json);
  for await (const found of walkTrail([folder])) if (found.kind === 'file') await readTrailFile(found.path, { record });
  const step = Math.max(1, Math.floor(byKind.size / kept));
  return [...byKind.values()].filter((_, index) => index % step === 0);
}

function kindOf(record: Json): string {
  const reading = readRecord(record, now);
  const identity = Object.keys((record['userIdentity'] as Json | null | undefined) ?? {});
  return JSON.stringify([reading.kind, 'reason' in reading && reading.reason, identity, record['eventName']]);
}
