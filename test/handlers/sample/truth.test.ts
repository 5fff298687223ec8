import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { stories } from '../../../handlers/sample/cast.ts';
import { type SampleOptions, sampleDefaults } from '../../../handlers/sample/write-sample-account.ts';
import { naiveLastSeen } from './naive-reader.ts';
import { type Json, recordsBelow, written } from './written-sample.ts';

const end = sampleDefaults.endsAt;

async function truthAndReading(options: Partial<SampleOptions>) {
  const { dir, summary } = await written(options);
  return { summary, lastSeen: naiveLastSeen(await recordsBelow(dir), end) };
}

/** Verdicts from the inventory files and a naive reading alone, for files that speak of one creation of each user. */
async function naiveStates(options: Partial<SampleOptions>) {
  const { summary, lastSeen } = await truthAndReading(options);
  const rows: Json[] = parse(await readFile(summary.paths.credentialReport), { columns: true });
  const listed = JSON.parse(await readFile(summary.paths.users, 'utf8')).Users as Json[];
  const states = listed.map((user) => {
    const row = rows.find((candidate) => candidate['user'] === user['UserName']);
    const seen = lastSeen.get(`${user['UserId']}`) ?? lastSeen.get(`${user['UserName']}`);
    return [user['UserId'], stateOf(user, row, seen)] as const;
  });
  return { summary, states: new Map(states) };
}

function stateOf(user: Json, row: Json | undefined, seen: string | undefined): string {
  const isOwn = row !== undefined && ageOf(row['user_creation_time']) === ageOf(user['CreateDate']);
  const cells = isOwn ? Object.entries(row) : [];
  const ages = (pattern: RegExp) => cells.filter(([name]) => pattern.test(name)).map(([, cell]) => ageOf(cell));
  const uses = [ageOf(seen), ageOf(user['PasswordLastUsed']), ...ages(/_last_used(_date)?$/)];
  if (uses.some((age) => age < 90)) return 'active';
  if (!isOwn) return 'unknown';
  if ([ageOf(user['CreateDate']), ...ages(/_last_(changed|rotated)$/)].some((age) => age < 90)) return 'new';
  return uses.some((age) => age >= 90) ? 'idle' : 'never-used';
}

/** In days; `NaN` for what is no time. */
const ageOf = (cell: unknown) => (Date.parse(end) - Date.parse(`${cell}`)) / 86_400_000;

describe('the truth about the sample', () => {
  it.each([{}, { users: 30, days: 8, recordsPerDay: 90 }, { users: 700, days: 100, recordsPerDay: 40, seed: 3 }])(
    'has of each user the greatest time that a naive reader finds, with %j',
    async (options) => {
      const { summary, lastSeen } = await truthAndReading(options);
      for (const [userId, { userName, lastSeen: expected, why }] of summary.truth) {
        const found = lastSeen.get(userId) ?? lastSeen.get(userName) ?? null;
        expect({ why, lastSeen: found }).toEqual({ why, lastSeen: expected });
      }
    },
  );

  it.each([{}, { users: 1000, days: 5, recordsPerDay: 300 }, { users: 30, days: 1, recordsPerDay: 10 }])(
    'has of each user the state that a naive reader of all files finds, with %j',
    async (options) => {
      const { summary, states } = await naiveStates(options);
      for (const [userId, { expectedState, why }] of summary.truth) {
        expect({ why, state: states.get(userId) }).toEqual({ why, state: expectedState });
      }
    },
  );

  it.each([30, 120, 5000])('is of %i users over 120 days what the stories say', async (users) => {
    const { summary } = await written({ users, recordsPerDay: 10 });
    const stateOfStory = new Map(stories.map(({ label, state }) => [label, state]));
    for (const { expectedState, why } of summary.truth.values()) {
      expect({ why, state: expectedState }).toEqual({ why, state: stateOfStory.get(why) });
    }
  });

  it('puts one user at exactly the threshold and one a second inside it', async () => {
    const { summary } = await written();
    const times = [...summary.truth.values()]
      .filter(({ why }) => why.startsWith('was last seen'))
      .map(({ lastSeen, expectedState }) => [lastSeen, expectedState]);
    expect(times.sort()).toEqual([
      ['2026-08-03T00:00:00Z', 'idle'],
      ['2026-08-03T00:00:01Z', 'active'],
    ]);
  });
});
