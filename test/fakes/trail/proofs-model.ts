import { keyOfChange, type TrailChange } from '../../../domain/cloudtrail/trail-change.ts';
import type { ProvenHours } from '../../../domain/coverage/proven-hours.ts';
import { emptyChain, joinChains, type KnownChain } from '../../../domain/digests/chain-state.ts';
import { nameOf } from '../../../domain/digests/check-digests.ts';
import { gatheredPlaceOf } from '../../../domain/digests/gathering.ts';
import type { AccountId, Region } from '../../../domain/ids.ts';
import type { Instant } from '../../../domain/time.ts';
import type { ArchiveProofs, GatheredDigests, KeptKeys, ReadFile } from '../../../infra/ports/archive-proofs.ts';

type ReadProven = (accountId: AccountId, region: Region) => Promise<ProvenHours | undefined>;

/** The memory of the ingest of digests as its port promises it, and how many log files it remembers. */
export function proofsModel(readProven: ReadProven): ArchiveProofs & { remembered(): number } {
  const buckets = new Set<string>();
  const files = new Map<string, ReadFile>();
  const recent = new Map<string, ReadFile>();
  const gathered = new Map<
    string,
    GatheredDigests & { readonly bucket: string; readonly group: number; readonly at: Instant }
  >();
  const chains = new Map<string, KnownChain>();
  const changes = new Map<string, TrailChange & { readonly bucket: string }>();
  const keys = new Map<Region, KeptKeys>();
  const keptIn = (home: Region) => keys.get(home) ?? { keys: new Map(), askedAt: undefined };
  return {
    remembered: () => files.size + recent.size,
    holdsDigests: async (bucket) => buckets.has(bucket),
    noteDigests: async (bucket) => void buckets.add(bucket),
    keepReadFiles: async (more) => {
      for (const file of more) files.set(`${nameOf(file)} ${file.hash}`, file);
    },
    readFiles: async (wanted) => new Map(wanted.flatMap((file) => fileOf(files.get(`${nameOf(file)} ${file.hash}`)))),
    forgetReadFiles: async (some) => {
      for (const file of some) files.delete(`${nameOf(file)} ${file.hash}`);
    },
    keepNewFiles: async (more) => {
      for (const file of more.filter(({ object }) => gatheredPlaceOf(object))) {
        recent.set(`${nameOf(file)} ${file.hash}`, file);
      }
    },
    newFiles: async (wanted) => new Map(wanted.flatMap((file) => fileOf(recent.get(`${nameOf(file)} ${file.hash}`)))),
    forgetNewFiles: async (bucket, group, before) => {
      for (const [id, file] of recent) {
        const place = gatheredPlaceOf(file.object);
        if (file.bucket === bucket && place?.group === group && place.hour < before) recent.delete(id);
      }
    },
    gather: async (bucket, group, at, more) => {
      const id = JSON.stringify([
        bucket,
        group,
        at,
        more.map(({ name, spans, readingDays }) => [name, spans, [...readingDays]]),
      ]);
      gathered.set(id, { id, bucket, group, at, chains: more });
    },
    readGathered: async (bucket, group, before) => {
      const found = [...gathered.values()].filter((each) => each.bucket === bucket && each.group === group);
      return found.some(({ at }) => at < before) ? found : [];
    },
    forgetGathered: async (_, some) => {
      for (const { id } of some) gathered.delete(id);
    },
    keepTrailChanges: async (bucket, more) => {
      for (const change of more) changes.set(`${bucket} ${keyOfChange(change)}`, { ...change, bucket });
    },
    readTrailChanges: async (bucket, { home, trail }) =>
      [...changes.values()]
        .filter((each) => each.bucket === bucket && each.home === home && each.trail === trail)
        .map(({ bucket: _, ...change }) => change),
    addToChain: async (bucket, name, more) => {
      const id = JSON.stringify([bucket, name]);
      chains.set(id, { ...joinChains(chains.get(id) ?? emptyChain, more), name });
    },
    readChains: async (bucket, { accountId, trail, home, root }) =>
      [...chains]
        .filter(([id]) => (JSON.parse(id) as string[])[0] === bucket)
        .map(([, chain]) => chain)
        .filter(({ name }) => name.accountId === accountId && name.trail === trail)
        .filter(({ name }) => name.home === home && name.root === root),
    readProvenHours: readProven,
    readPublicKeys: async (home) => keptIn(home),
    keepPublicKeys: async (home, more, askedAt) => {
      const kept = keptIn(home);
      keys.set(home, { keys: new Map([...kept.keys, ...more]), askedAt: askedAt ?? kept.askedAt });
    },
  };
}

const fileOf = (file: ReadFile | undefined): [string, ReadFile][] => (file === undefined ? [] : [[nameOf(file), file]]);
