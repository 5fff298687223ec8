import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noEntries } from '../../domain/lifecycle/lifecycle.ts';
import { lifecycleEntriesOf } from '../../domain/lifecycle/stored-entries.ts';
import { nextEvent } from '../../domain/lifecycle/transition.ts';
import type { FoundReferences } from '../../domain/references/reference.ts';
import { referencesIn } from '../../domain/references/stored-references.ts';
import { canonicalDigest } from '../../handlers/canonical-digest.ts';
import { dynamodbLifecycles } from '../../infra/aws/dynamodb/dynamodb-lifecycles.ts';
import type { LifecycleStore } from '../../infra/ports/lifecycle-store.ts';
import { account, now, region, reviewId, user } from '../domain/builders.ts';
import { realTables } from './real-tables.ts';

type Opened = LifecycleStore & { close(): Promise<void> };

describe.each(realTables<LifecycleStore>(dynamodbLifecycles))('the store of lifecycles %s', (_, open) => {
  let store: Opened;
  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());

  const alice = { userId: user(), userName: 'alice' };
  const by = { actor: 'arn:aws:iam::123456789012:user/bob', now, cause: 'test' };
  const first = nextEvent(noEntries, alice, 'noticed', by, canonicalDigest);
  const second = nextEvent({ ...noEntries, lifecycle: first.to, events: [first] }, alice, 'none', by, canonicalDigest);
  const references: FoundReferences = {
    user: { ...alice, arn: 'arn:aws:iam::123456789012:user/alice' },
    askedAt: now,
    regions: [region()],
    regionsLeftOut: [],
    doubts: [],
    lookedAt: [{ kind: 'kms-grant', region: region(), resources: 3 }],
    notLookedAt: [{ kind: 'bucket-policy', region: null, why: 'AccessDenied', resources: null }],
    found: [{ kind: 'kms-grant', region: region(), resource: 'key', where: 'grants[0].GranteePrincipal', by: 'arn' }],
    places: 1,
  };
  const write = (...[what]: [Parameters<LifecycleStore['writeLifecycle']>[1]]) => store.writeLifecycle(account(), what);

  it('lets one writer alone put an event, and the entry follow it version by version', async () => {
    expect(await write({ kind: 'lifecycle', lifecycle: second.to })).toBe(false);
    expect(await write({ kind: 'event', event: first })).toBe(true);
    expect(await write({ kind: 'event', event: { ...first, cause: 'another writer' } })).toBe(false);
    expect(await write({ kind: 'lifecycle', lifecycle: first.to })).toBe(true);
    expect(await write({ kind: 'lifecycle', lifecycle: first.to })).toBe(false);
    expect(await write({ kind: 'event', event: second })).toBe(true);
    expect(await write({ kind: 'lifecycle', lifecycle: second.to })).toBe(true);
  });

  it('reads back what was written, of the account and of one user with the brake', async () => {
    const keep = { until: '2026-12-31', reason: 'audit', by: 'bob', at: now };
    const brake = { state: 'on', by: 'bob', at: now } as const;
    expect(await write({ kind: 'keep', userId: user(), keep })).toBe(true);
    const removal = { kind: 'asked', campaign: reviewId(), by: 'bob', at: now } as const;
    expect(await write({ kind: 'removal', userId: user(), removal })).toBe(true);
    expect(await write({ kind: 'references', references })).toBe(true);
    expect(await write({ kind: 'brake', brake: { ...brake, state: 'off' } })).toBe(true);
    expect(await write({ kind: 'brake', brake })).toBe(true);
    for (const items of [await store.readLifecycles(account()), await store.readLifecycleOf(account(), user())]) {
      expect(referencesIn(items, user())).toEqual(references);
      const entries = lifecycleEntriesOf(items, canonicalDigest);
      expect(entries.brake).toEqual(brake);
      expect(entries.users.get(user())).toMatchObject({
        keep,
        removal,
        isUnreadable: false,
        lifecycle: { state: 'none' },
      });
      expect(entries.users.get(user())?.events).toHaveLength(2);
    }
    expect(lifecycleEntriesOf(await store.readLifecycles(account('999999999999')), canonicalDigest).users.size).toBe(0);
  });
});
