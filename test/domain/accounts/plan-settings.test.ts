import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AccountSettings } from '../../../domain/accounts/account-settings.ts';
import { planSettings } from '../../../domain/accounts/plan-settings.ts';
import type { StoredSettings } from '../../../domain/accounts/stored-settings.ts';
import type { AccountId } from '../../../domain/ids.ts';
import { settingsEntry } from '../../../domain/sightings/entry.ts';
import { account } from '../builders.ts';
import { settingsVersion } from './versions.ts';

const ids = ['111122223333', '222233334444', '333344445555'].map(account);
const settings: fc.Arbitrary<AccountSettings> = fc.record(
  { thresholdDays: fc.integer({ min: 1, max: 9 }), owner: fc.constantFrom('a', 'b') },
  { requiredKeys: [] },
);
const mapOf = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<ReadonlyMap<AccountId, T>> =>
  fc
    .subarray(ids)
    .chain((some) =>
      fc.tuple(...some.map(() => of)).map((all) => new Map(all.map((each, at) => [ids[at] ?? account(), each]))),
    );
const stored = mapOf(
  fc
    .tuple(fc.integer({ min: 1, max: 5 }), settings)
    .map(([version, each]): StoredSettings => ({ kind: 'set', latest: settingsVersion(version, each) })),
);

describe('a plan of settings', () => {
  it('ends where the file wants it, and the same again changes nothing', () => {
    fc.assert(
      fc.property(mapOf(settings), stored, fc.boolean(), (wanted, before, remove) => {
        const { changes } = planSettings(wanted, before, remove);
        const after = new Map<AccountId, StoredSettings | undefined>(before);
        for (const { holder: accountId, version, to } of changes) {
          after.set(accountId, { kind: 'set', latest: settingsVersion(version, to) });
        }
        expect(planSettings(wanted, after, remove).changes).toEqual([]);
        for (const [accountId, each] of wanted) {
          const kept = after.get(accountId);
          expect(kept?.kind === 'set' ? kept.latest?.settings : {}).toEqual(each);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('never replaces what a later version of the program wrote', () => {
    const unreadable = new Map([[account(), { kind: 'unreadable', entry: settingsEntry(2) } as const]]);
    const plan = planSettings(new Map([[account(), { thresholdDays: 1 }]]), unreadable, true);
    expect(plan).toEqual({ changes: [], others: [], unreadable: [account()] });
  });
});
