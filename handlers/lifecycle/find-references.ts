import pMap from 'p-map';
import type { Failure } from '../../domain/answer.ts';
import { mentionsIn } from '../../domain/references/mentions.ts';
import {
  type FoundReferences,
  type LookedAt,
  mostReferences,
  type NamedUser,
  type NotLookedAt,
  type Reference,
} from '../../domain/references/reference.ts';
import { stopsFirst } from '../../domain/references/standing.ts';
import type { ReferenceSource } from '../../infra/ports/reference-source.ts';

/** What one source gave. */
interface LookThrough {
  readonly lookedAt: readonly LookedAt[];
  readonly notLookedAt: readonly NotLookedAt[];
  readonly found: readonly Reference[];
}

/** Sources that are asked side by side, and resources of each. */
const sourcesAtOnce = 6;
const resourcesAtOnce = 4;

/**
 * Looks through all sources for the user. What cannot be listed or read is named and never counts as clean. The places
 * that stop a deletion come first, then the others in the order of the sources. Never throws.
 */
export async function findReferences(
  search: Pick<FoundReferences, 'user' | 'askedAt' | 'regions' | 'regionsLeftOut' | 'doubts'>,
  sources: readonly ReferenceSource[],
): Promise<FoundReferences> {
  const all = await pMap(sources, (source) => lookThrough(source, search.user), { concurrency: sourcesAtOnce });
  const found = stopsFirst(all.flatMap((each) => each.found));
  return {
    ...search,
    lookedAt: all.flatMap(({ lookedAt }) => lookedAt),
    notLookedAt: all.flatMap(({ notLookedAt }) => notLookedAt),
    found: found.slice(0, mostReferences),
    places: found.length,
  };
}

async function lookThrough(source: ReferenceSource, user: NamedUser): Promise<LookThrough> {
  const { kind, region } = source;
  const listed = await source.list();
  if (listed.kind === 'failed') {
    return { lookedAt: [], notLookedAt: [{ kind, region, why: listed.failure.why, resources: null }], found: [] };
  }
  const answers = await pMap(listed.value, (resource) => lookAt(source, resource, user), {
    concurrency: resourcesAtOnce,
  });
  const unread = answers.filter((answer) => answer.failure !== undefined);
  return {
    lookedAt: [{ kind, region, resources: answers.length - unread.length }],
    notLookedAt: byCause(unread).map(([why, [first, ...others]]) => {
      return { kind, region, why, resources: { count: 1 + others.length, first } };
    }),
    found: answers.flatMap(({ found }) => found),
  };
}

/** One resource: where it names the user, or why nobody knows. */
interface Looked {
  readonly resource: string;
  readonly found: readonly Reference[];
  readonly failure: Pick<Failure, 'why'> | undefined;
}

async function lookAt(source: ReferenceSource, resource: string, user: NamedUser): Promise<Looked> {
  const { kind, region } = source;
  const unread = (failure: Pick<Failure, 'why'>): Looked => ({ resource, found: [], failure });
  const document = await source.documentOf(resource);
  if (document.kind === 'failed') return unread(document.failure);
  const mentions = document.value === undefined ? [] : mentionsIn(document.value, user);
  if (mentions === undefined) return unread({ why: 'its document is not understood' });
  return { resource, found: mentions.map((mention) => ({ kind, region, resource, ...mention })), failure: undefined };
}

function byCause(unread: readonly Looked[]): [string, [string, ...string[]]][] {
  const causes = new Map<string, [string, ...string[]]>();
  for (const { resource, failure } of unread) {
    const why = failure?.why ?? '';
    const known = causes.get(why);
    if (known === undefined) causes.set(why, [resource]);
    else known.push(resource);
  }
  return [...causes];
}
