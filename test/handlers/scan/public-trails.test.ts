import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { accountsOf } from '../../../domain/cloudtrail/record-fold.ts';
import { readTrail } from '../../../handlers/trail/read-trail.ts';
import { instant } from '../../domain/builders.ts';

/** Public CloudTrail data beside the project; where it is absent these tests are skipped, and counted as skipped. */
const data = '../shared/data/cloudtrail';
const hasData = existsSync(data);
const silent = { bytes: () => {}, file: () => {} };
const now = instant('2026-11-23T08:00:00Z');

/**
 * Where our answer is another than the naive one beside the data, and why. The naive one takes the greatest time of any
 * record of type IAMUser; it knows no federated sessions and counts failed sign-ins.
 */
const differences: {
  readonly [set: string]: { readonly [user: string]: { naive: string; ours: string; why: string } };
} = {
  invictus: {},
  stratus: {
    '742491224508 stratus-red-team-user-federation-user': {
      naive: '2024-11-30T08:43:17Z',
      ours: '2024-11-30T08:43:18Z',
      why: 'the federated session that it issued called GetCallerIdentity a second later',
    },
  },
};

async function readSet(set: string) {
  const trail = await readTrail([join(data, set)], now, silent);
  const seen = new Map<string, string>();
  for (const accountId of accountsOf(trail.fold)) {
    for (const [entry, { latest }] of trail.fold.lastSeen.get(accountId) ?? []) {
      seen.set(`${accountId} ${entry === 'root' ? 'root' : latest.userName}`, latest.at);
    }
  }
  return { trail, seen };
}

function naiveOf(set: string): Map<string, string> {
  const [head = '', ...rows] = readFileSync(join(data, set, 'last_seen_by_user.tsv'), 'utf8')
    .trim()
    .split('\n');
  const column = (name: string) => head.split('\t').indexOf(name);
  return new Map(
    rows
      .map((row) => row.split('\t'))
      .map((cells) => [
        `${cells[column('account')]} ${cells[column('userName')]}`,
        `${cells[column('last_seen_any')]}`,
      ]),
  );
}

describe.skipIf(!hasData)('public CloudTrail data (skipped where ../shared/data is absent)', () => {
  it.each([
    { set: 'invictus', received: 2900 },
    { set: 'stratus', received: 310 },
    { set: 'traildiscover', received: 315 },
  ])('$set: every record is recorded, ignored or malformed, and none is malformed', async ({ set, received }) => {
    const { fold, malformedRecords, unreadable } = (await readSet(set)).trail;
    const ignored = [...fold.ignored.values()].reduce((sum, count) => sum + count, 0);
    expect(fold.received).toBe(received);
    expect(fold.recorded + ignored + fold.malformed).toBe(received);
    expect({ malformedRecords, unreadable }).toEqual({ malformedRecords: [], unreadable: [] });
  });

  it.each(['invictus', 'stratus'])(
    '%s: each user was last seen when the naive answer says, or it is told why not',
    async (set) => {
      const { seen } = await readSet(set);
      const naive = naiveOf(set);
      expect([...seen.keys()].sort()).toEqual([...naive.keys()].sort());
      const found = Object.fromEntries(
        [...naive].flatMap(([user, at]) =>
          seen.get(user) === at ? [] : [[user, { naive: at, ours: seen.get(user) }]],
        ),
      );
      const told = Object.entries(differences[set] ?? {}).map(([user, { naive: theirs, ours }]) => [
        user,
        { naive: theirs, ours },
      ]);
      expect(found).toEqual(Object.fromEntries(told));
    },
  );

  it('traildiscover: users whose unique id was blanked are kept by name', async () => {
    const { trail } = await readSet('traildiscover');
    const entries = accountsOf(trail.fold).flatMap((accountId) => [
      ...(trail.fold.lastSeen.get(accountId)?.keys() ?? []),
    ]);
    expect(entries.sort()).toEqual(['name#janedoe', 'name#traildiscover']);
  });
});
