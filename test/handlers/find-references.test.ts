import { describe, expect, it } from 'vitest';
import { type Answer, answered, failed } from '../../domain/answer.ts';
import type { ReferenceKind } from '../../domain/references/reference.ts';
import { findReferences } from '../../handlers/lifecycle/find-references.ts';
import type { ReferenceSource } from '../../infra/ports/reference-source.ts';
import { now, region, user } from '../domain/builders.ts';

const alice = { userId: user(), userName: 'alice', arn: 'arn:aws:iam::123456789012:user/alice' };
const search = { user: alice, askedAt: now, regions: [region()], regionsLeftOut: [], doubts: [] };
const names = JSON.stringify({ Principal: { AWS: alice.arn } });
const denied = failed({ kind: 'denied', why: 'AccessDenied' });

/** A source with these documents, by resource. */
const source = (
  kind: ReferenceKind,
  documents: Readonly<Record<string, Answer<string | undefined>>>,
): ReferenceSource => ({
  kind,
  region: region(),
  list: async () => answered(Object.keys(documents)),
  documentOf: async (resource) => documents[resource] ?? expect.fail(`${resource} was not listed`),
});

describe('looking for references', () => {
  it('finds each place that names the user, what stops a deletion first', async () => {
    const sources = [
      source('bucket-policy', { quiet: answered('{}'), none: answered(undefined), data: answered(names) }),
      source('kms-grant', { key: answered(JSON.stringify({ Grants: [{ GranteePrincipal: alice.arn }] })) }),
    ];
    const { found, places, lookedAt, notLookedAt } = await findReferences(search, sources);
    expect(found.map(({ kind, resource, where }) => [kind, resource, where])).toEqual([
      ['kms-grant', 'key', 'Grants[0].GranteePrincipal'],
      ['bucket-policy', 'data', 'Principal.AWS'],
    ]);
    expect(lookedAt.map(({ kind, resources }) => [kind, resources])).toEqual([
      ['bucket-policy', 3],
      ['kms-grant', 1],
    ]);
    expect({ places, notLookedAt }).toEqual({ places: 2, notLookedAt: [] });
  });

  it('names a kind that cannot be listed, resources that cannot be read, and documents of no known form', async () => {
    const unlisted = { ...source('secret-policy', {}), list: async () => denied };
    const queues = source('queue-policy', { a: denied, b: answered('{}'), c: denied, d: answered('no policy') });
    const { found, lookedAt, notLookedAt } = await findReferences(search, [unlisted, queues]);
    expect(found).toEqual([]);
    expect(lookedAt).toEqual([{ kind: 'queue-policy', region: region(), resources: 1 }]);
    expect(notLookedAt).toEqual([
      { kind: 'secret-policy', region: region(), why: 'AccessDenied', resources: null },
      { kind: 'queue-policy', region: region(), why: 'AccessDenied', resources: { count: 2, first: 'a' } },
      {
        kind: 'queue-policy',
        region: region(),
        why: 'its document is not understood',
        resources: { count: 1, first: 'd' },
      },
    ]);
  });

  it('keeps the first 200 places, and says how many there are', async () => {
    const many = Object.fromEntries(Array.from({ length: 250 }, (_, n) => [`queue-${n}`, answered(names)]));
    const key = source('kms-key-policy', { key: answered(names) });
    const { found, places } = await findReferences(search, [source('queue-policy', many), key]);
    expect([found.length, found[0]?.resource, found[1]?.resource, places]).toEqual([200, 'key', 'queue-0', 251]);
  });
});
