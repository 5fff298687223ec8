import { describe, expect, it } from 'vitest';
import { shelterLines } from '../../../domain/alerts/shelter-lines.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { aliceIdentity, daysAgo, iamCall, now } from '../../domain/builders.ts';
import { assessed } from '../../domain/verdict/assessed.ts';
import { sightingModel } from '../../fakes/sighting-model.ts';
import { sandbox } from './ingest-world.ts';

const tagged = (keys: readonly string[], changes: JsonObject = {}) =>
  iamCall('TagUser', { userName: 'Alice', tags: keys.map((key) => ({ key, value: '' })) }, changes);

const carrier = (...keys: readonly string[]) => {
  const { user, ...rest } = assessed('alice', 'idle');
  return { ...rest, user: { ...user, tags: keys.map((key) => ({ key, value: '' })) } };
};

/** Ingest that keeps who sets these two tags, and what the digest says of alice then. */
function sheltering() {
  const { table, read } = sightingModel();
  const { take } = sandbox(table, { shelterTags: ['lastseen:protect', 'lastseen:exempt'] });
  const said = async (...keys: readonly string[]) => shelterLines([carrier(...keys)], (await read()).shelters, now);
  return { take, said };
}

describe('who shelters a user by a tag', () => {
  it('threat: somebody shelters a user by a tag: the digest says who, and when', async () => {
    const { take, said } = sheltering();
    expect((await take(tagged(['team', 'lastseen:protect']))).counts.failed).toBe(0);
    expect(await said('team', 'lastseen:protect')).toEqual([
      expect.stringMatching(/^- alice: lastseen:protect, set by carol@example.com \(arn:aws:sts:.*\) at 2026-11-23T/),
    ]);
  });

  it('is the latest, in whatever order the records come, and a user may shelter itself', async () => {
    const { take, said } = sheltering();
    await take(tagged(['lastseen:exempt'], { userIdentity: aliceIdentity, eventID: 'late' }));
    await take(tagged(['lastseen:exempt'], { eventTime: daysAgo(9), eventID: 'early' }));
    expect((await said('lastseen:exempt'))[0]).toContain('set by alice ');
  });

  it.each<[string, JsonObject, readonly string[]]>([
    ['another tag', tagged(['team']), ['team', 'lastseen:protect']],
    ['a call that was refused', tagged(['lastseen:protect'], { errorCode: 'AccessDenied' }), ['lastseen:protect']],
    ['a tag that is gone again', tagged(['lastseen:protect']), []],
    [
      'a tag of more than 180 days ago',
      tagged(['lastseen:protect'], { eventTime: daysAgo(181) }),
      ['lastseen:protect'],
    ],
  ])('is not listed for %s', async (_, call, keys) => {
    const { take, said } = sheltering();
    await take(call);
    expect(await said(...keys)).toEqual([]);
  });
});
