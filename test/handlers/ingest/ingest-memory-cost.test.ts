import { describe, expect, it } from 'vitest';
import { newIngestMemory } from '../../../handlers/ingest/ingest-memory.ts';
import { account, recordBy } from '../../domain/builders.ts';
import { flaky } from '../../fakes/flaky-table.ts';
import { sightingModel } from '../../fakes/sighting-model.ts';
import { minutesAfter, sandbox } from './ingest-world.ts';

const rounds = 6;

/** Writes an event, of users who each act once a round within the resolution, after as many rounds to settle. */
async function writesAnEvent(users: number, places: number): Promise<number> {
  let writes = 0;
  const table = flaky(sightingModel().table, (call) => {
    if (call !== 'readEntry') writes++;
    return 'well';
  });
  const { take, context } = sandbox(table, { memory: newIngestMemory(places) });
  const first = minutesAfter(context.now, -50);
  let settled = 0;
  for (let round = 0; round < 2 * rounds; round++) {
    if (round === rounds) settled = writes;
    const eventTime = minutesAfter(first, Math.floor((49 * round) / (2 * rounds)));
    for (let user = 0; user < users; user++) {
      const principalId = `AIDA${String(user).padStart(16, '0')}`;
      const arn = `arn:aws:iam::${account()}:user/user-${user}`;
      await take(recordBy({ principalId, arn, userName: `user-${user}` }, { eventTime, eventID: `${round}-${user}` }));
    }
  }
  return (writes - settled) / (users * rounds);
}

describe('what a sandbox remembers', () => {
  it.each([
    [90, 0],
    [100, 0],
    [120, 0.8],
    [200, 1.3],
    [400, 1.8],
  ])('of 100 places saves the writes of nearly as many of %d users: at most %d an event', async (users, most) => {
    expect(await writesAnEvent(users, 100)).toBeLessThanOrEqual(most);
  });
});
