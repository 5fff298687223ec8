/** Fetches an object of a bucket for its hash. */

import type { FoundDigest } from '../../domain/digests/check-digests.ts';
import type { NamedObject } from '../../domain/digests/digest.ts';
import type { OpenedObject } from '../../infra/ports/opened-object.ts';
import { digestOf } from '../../infra/trail/digests/found-digest.ts';
import { type ReadForProof, readForProof } from '../../infra/trail/digests/read-for-proof.ts';
import { fetchObject } from './fetch-object.ts';

/** An object as a proof sees it, with its user metadata. */
export interface FetchedForProof {
  readonly read: ReadForProof | { readonly kind: 'missing' } | { readonly kind: 'denied'; readonly why: string };
  readonly metadata: { readonly [name: string]: string };
}

type Open = (named: NamedObject) => Promise<OpenedObject>;

/** Throws what `open` throws, and what broke the connection at every try. */
export async function fetchForProof(named: NamedObject, open: Open): Promise<FetchedForProof> {
  let metadata: FetchedForProof['metadata'] = {};
  const fetched = await fetchObject(async () => {
    const opened = await open(named);
    if (opened.kind === 'open') metadata = opened.metadata ?? {};
    return opened;
  });
  switch (fetched.kind) {
    case 'whole':
    case 'stream':
      return { read: await readForProof(fetched.bytes), metadata };
    case 'missing':
      return { read: { kind: 'missing' }, metadata };
    case 'broken':
      throw fetched.cause;
    case 'denied':
      return { read: { kind: 'denied', why: fetched.why }, metadata };
    case 'archived':
      return { read: { kind: 'unreadable', why: fetched.why }, metadata };
    default:
      return fetched satisfies never;
  }
}

const signatureField = 'signature';

/** The digest at a place of a bucket, with its signature; or what lies there instead. */
export async function fetchDigest(
  named: NamedObject,
  open: Open,
): Promise<{ readonly read: FetchedForProof['read']; readonly digest: FoundDigest | undefined }> {
  const { read, metadata } = await fetchForProof(named, open);
  const place = { kind: 'object', bucket: named.bucket, key: named.object } as const;
  const digest = read.kind === 'read' ? digestOf(read, place, metadata[signatureField]) : undefined;
  return { read, digest };
}
