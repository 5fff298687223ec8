import { Readable } from 'node:stream';
import type { TrailStore } from '../../../handlers/verify/bucket-trail.ts';
import type { SignedObject } from './signed-trail.ts';

/** A bucket of these objects. It keeps the prefixes that were listed. */
export function trailStore(objects: ReadonlyMap<string, SignedObject>, bucket = 'logs') {
  const listed: string[] = [];
  const store: TrailStore = {
    async list({ prefix, deep }) {
      listed.push(prefix);
      const below = [...objects.keys()].filter((key) => key.startsWith(prefix));
      const isDirect = (key: string) => deep || !key.slice(prefix.length).includes('/');
      const folderOf = (key: string) => key.slice(0, key.indexOf('/', prefix.length) + 1);
      return {
        folders: [...new Set(below.filter((key) => !isDirect(key)).map(folderOf))],
        objects: below.filter(isDirect).map((key) => ({ key, sizeBytes: 1, mark: '' })),
        next: undefined,
      };
    },
    async open(named) {
      const found = named.bucket === bucket ? objects.get(named.object) : undefined;
      if (found === undefined) return { kind: 'missing', why: 'NoSuchKey' };
      const { bytes, metadata } = found;
      return { kind: 'open', bytes: Readable.from([bytes]), sizeBytes: bytes.length, metadata, close: () => {} };
    },
  };
  return { store, listed };
}
