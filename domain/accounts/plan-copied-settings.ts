/** Which decisions about an account a copy of its table takes along. */

import type { JsonObject } from '../json.ts';
import { isSameData } from '../same-data.ts';
import { inheritedEntry } from '../sightings/entry.ts';
import { readSettings, type SettingsVersion } from './account-settings.ts';

/**
 * `add`: the versions that the other table lacks. `diverged`: each table has decisions that the other one lacks; none
 * is copied, since the last one would silently replace what others decided. `unreadable`: a later version of the
 * program wrote one of them.
 */
export type CopiedSettings =
  | { readonly kind: 'add'; readonly versions: readonly SettingsVersion[] }
  | { readonly kind: 'diverged' }
  | { readonly kind: 'unreadable' };

/** Compares the items of all versions in both tables, in order. What an account inherits is no decision about it. */
export function planCopiedSettings(from: readonly JsonObject[], to: readonly JsonObject[]): CopiedSettings {
  const [source, target] = [decisionsOf(from), decisionsOf(to)];
  const both = source.slice(0, target.length);
  if (!both.every((item, index) => isSameData(item, target[index]))) return { kind: 'diverged' };
  const versions = source.slice(target.length).map(readSettings);
  const readable = versions.filter((version) => version !== undefined);
  return readable.length < versions.length ? { kind: 'unreadable' } : { kind: 'add', versions: readable };
}

const decisionsOf = (items: readonly JsonObject[]) => items.filter(({ entry }) => entry !== inheritedEntry);
