/** What a search for references means for the deletion of the user. */

import { daysBetween, type Instant } from '../time.ts';
import { type FoundReferences, type Reference, type ReferenceKind, referenceKinds } from './reference.ts';

/**
 * `stop`: a KMS key or grant names the user. If nobody else administers the key, it is lost to everybody, so nobody
 * deletes the user. `named`: something else does, and a person must say that it may break. `not-known`: nothing was
 * found, but not everything was looked at. `clear`: nothing of what was looked at names the user.
 */
export type Standing = 'stop' | 'named' | 'not-known' | 'clear';

const stopping: readonly ReferenceKind[] = ['kms-key-policy', 'kms-grant'];

/** The places that stop a deletion first, then the others; each part in its order. */
export function stopsFirst(found: readonly Reference[]): Reference[] {
  const isStop = ({ kind }: Reference) => stopping.includes(kind);
  return [...found.filter(isStop), ...found.filter((reference) => !isStop(reference))];
}

export function standingOf(references: FoundReferences): Standing {
  const { found } = references;
  if (found.some(({ kind }) => stopping.includes(kind))) return 'stop';
  if (found.length > 0) return 'named';
  return isWhollySearched(references) ? 'clear' : 'not-known';
}

/** Whether everything that may name the user was looked at. */
export function isWhollySearched(references: FoundReferences): boolean {
  const { notLookedAt, regionsLeftOut, doubts } = references;
  const open = [notLookedAt, regionsLeftOut, doubts, kindsNotAsked(references)];
  return open.every((list) => list.length === 0);
}

/** Kinds that are neither among what was looked at nor among what was refused: an older version did not know them. */
export function kindsNotAsked({ lookedAt, notLookedAt }: FoundReferences): ReferenceKind[] {
  const asked = new Set([...lookedAt, ...notLookedAt].map(({ kind }) => kind));
  return referenceKinds.filter((kind) => !asked.has(kind));
}

/** A search holds for so many days: after that, somebody may have named the user anew. */
const holdsForDays = 7;

/** Whether a search is young enough for a deletion to rest on it. */
export function isCurrent({ askedAt }: FoundReferences, now: Instant): boolean {
  const age = daysBetween(askedAt, now);
  return age >= 0 && age <= holdsForDays;
}
