/** Looks for digests by the names that CloudTrail gives them. */

import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { kindOfKey } from '../../../domain/archive/trail-key.ts';

/** Folders of log files alone, by far the largest. */
const logFolder = 'CloudTrail';

/**
 * Whether a path is a digest, lies below a folder of digests, or holds one, by names alone. Looks into no folder of log
 * files and follows no links: a digest elsewhere shows when its file is read.
 */
export async function holdsDigests(paths: readonly string[]): Promise<boolean> {
  for (let level = [...paths]; level.length > 0; ) {
    if (level.some((path) => kindOfKey(`${path}/`) === 'digest' || kindOfKey(path) === 'digest')) return true;
    const below: string[] = [];
    for (const folder of level) {
      for (const entry of await entriesOf(folder)) {
        const path = join(folder, entry.name);
        if (kindOfKey(path) === 'digest' || entry.name === 'CloudTrail-Digest') return true;
        if (entry.isDirectory() && entry.name !== logFolder) below.push(path);
      }
    }
    level = below;
  }
  return false;
}

/** Nothing for a file, and for a folder that cannot be listed: the walk says why. */
async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
