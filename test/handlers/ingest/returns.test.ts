import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../domain/json.ts';
import type { Announcement } from '../../../domain/notices/announcement.ts';
import { noticeEvent } from '../../../domain/notices/notice-event.ts';
import { noticeText } from '../../../domain/notices/notice-text.ts';
import { type OnReturn, type OnReturnRule, parseOnReturnRule } from '../../../domain/settings/on-return.ts';
import { assessmentOf, userEntry } from '../../../domain/sightings/entry.ts';
import { assess } from '../../../domain/verdict/assessment.ts';
import type { ReturnPorts } from '../../../handlers/lifecycle/answer-return.ts';
import { assessmentItem } from '../../../infra/aws/dynamodb/assessment-item.ts';
import {
  account,
  aliceIdentity,
  daysAgo,
  facts,
  iamCall,
  iamUser,
  question,
  record,
  recordBy,
  signIn,
  user,
} from '../../domain/builders.ts';
import { memoryLifecycles } from '../../fakes/lifecycle/memory-lifecycles.ts';
import { sightingModel } from '../../fakes/sighting-model.ts';
import { putLifecycle, quarantinesIn, standsAt } from '../lifecycle/quarantined-user.ts';
import { delivered, sandbox } from './ingest-world.ts';

const refused = (changes: JsonObject = {}) =>
  record({ errorCode: 'AccessDenied', sourceIPAddress: '203.0.113.9', ...changes });
const denyAll = { userName: 'alice', policyArn: 'arn:aws:iam::aws:policy/AWSDenyAll' };

/** Ingest that listens, and alice in quarantine. `die` may throw before or after a call to the table or a channel. */
async function listening(
  onReturn: OnReturn = 'hold',
  die: () => void = () => {},
  onReturnRules: readonly OnReturnRule[] = [],
) {
  const lifecycles = memoryLifecycles();
  await putLifecycle(lifecycles);
  const announced: Announcement[] = [];
  const reads: string[] = [];
  const around = <A extends readonly unknown[], T>(name: string, work: (...args: A) => Promise<T>) => {
    return async (...args: A) => {
      reads.push(name);
      die();
      const answer = await work(...args);
      die();
      return answer;
    };
  };
  const held = quarantinesIn(lifecycles.items);
  const returns: ReturnPorts = {
    table: {
      lifecycleOf: around('lifecycleOf', held.lifecycleOf),
      quarantined: around('quarantined', held.quarantined),
      readLifecycleOf: around('readLifecycleOf', lifecycles.readLifecycleOf),
      writeLifecycle: around('writeLifecycle', lifecycles.writeLifecycle),
    },
    announce: around('announce', async (announcement: Announcement) => void announced.push(announcement)),
    onReturn,
    onReturnRules,
  };
  const { table } = sightingModel();
  const box = sandbox(table, { returns });
  return { ...box, lifecycles, announced, reads, stands: () => standsAt(lifecycles), table, returns };
}

describe('a quarantined user', () => {
  it('who calls is held within one delivery; the notice says who, what, from where and the undo', async () => {
    const { take, stands, announced } = await listening();
    expect((await take(refused())).counts.recorded).toBe(1);
    expect(await stands()).toEqual({
      state: 'held',
      cause:
        'it called: s3 ListBuckets from eu-west-1 at 2026-11-23T07:00:00Z, refused (AccessDenied), address 203.0.113.9',
      isUnreadable: false,
    });
    const [tried] = announced;
    if (tried === undefined) throw new Error('nobody was told');
    expect(announced).toHaveLength(1);
    expect(noticeEvent(tried)).toMatchObject({
      detailType: 'Lastseen: Quarantined User Tried',
      detail: {
        userName: 'alice',
        owner: 'team@example.com',
        after: { state: 'held' },
        stopCommand: `lastseen undo ${user()} --reason 'why it is needed'`,
        event: { name: 'ListBuckets', sourceAddress: '203.0.113.9', userAgent: 'aws-cli/2.15.0' },
      },
    });
    expect(noticeText(tried).body).toContain('address 203.0.113.9');
  });

  it.each<[string, JsonObject]>([
    ['GetCallerIdentity, which no policy can deny', record({ eventName: 'GetCallerIdentity' })],
    ['a sign-in', signIn()],
    ['a record without a unique id', recordBy({ principalId: undefined, arn: undefined, userName: 'Alice' })],
    ['a call of before the quarantine that comes late', record({ eventTime: daysAgo(150) })],
  ])('is held by %s', async (_, call) => {
    const { take, stands } = await listening();
    await take(call);
    expect((await stands()).state).toBe('held');
  });

  it('is left as it is by a call that was known when it was noticed', async () => {
    const { take, stands, announced } = await listening();
    await take(record({ eventTime: daysAgo(201) }));
    expect([(await stands()).state, announced]).toEqual(['quarantined', []]);
  });

  it('is held once, however often it calls', async () => {
    const { take, announced, stands } = await listening();
    await take(refused());
    await take(refused({ eventID: 'again', eventTime: '2026-11-23T07:59:00Z' }), refused({ eventID: 'more' }));
    expect([announced.length, (await stands()).state]).toEqual([1, 'held']);
  });

  it('ends the same after a death before or after any call, and its owner hears of it', async () => {
    let deaths = 0;
    for (let at = 1; ; at++) {
      let calls = 0;
      const die = () => {
        if (++calls === at) throw new Error('died');
      };
      const { ingest, stands, announced } = await listening('hold', die);
      const batch = delivered(refused());
      const first = await ingest(batch);
      if (first.counts.failed === 0 && calls < at) break;
      deaths++;
      if (first.counts.failed > 0) expect((await ingest(batch)).counts.recorded).toBe(1);
      expect(await stands()).toMatchObject({ state: 'held', isUnreadable: false });
      expect(new Set(announced.map((each) => noticeEvent(each).detail.id)).size).toBe(1);
    }
    expect(deaths).toBeGreaterThanOrEqual(10);
  });

  it('threat: a thief tries the key to get it restored, and stays denied, even where the customer restores known callers', async () => {
    const { take, stands } = await listening('restore-known');
    await take(refused());
    expect((await stands()).state).toBe('held');
  });

  it.each<[string, JsonObject]>([
    ['Terraform takes the deny away', iamCall('DetachUserPolicy', denyAll)],
    ['somebody takes the tag away', iamCall('UntagUser', { userName: 'alice', tagKeys: ['lastseen:quarantine'] })],
    ['it takes the deny away itself', { ...iamCall('DetachUserPolicy', denyAll), userIdentity: aliceIdentity }],
    ['it gets another key', iamCall('CreateAccessKey', { userName: 'ALICE' })],
    ['Terraform removes it', iamCall('DeleteUser', { userName: 'alice' })],
  ])('threat: %s: it is held, and nobody fights', async (_, change) => {
    const { take, stands, announced } = await listening();
    await take(change);
    const { state, cause } = await stands();
    expect(state).toBe('held');
    expect(cause).toMatch(/^(carol@example\.com \(arn:aws:sts.*\) |alice |it called: iam )/);
    expect(announced).toHaveLength(1);
  });

  it.each<[string, JsonObject]>([
    ['a change of another user', iamCall('DeleteUser', { userName: 'bob' })],
    ['a change of before the quarantine', iamCall('DetachUserPolicy', denyAll, { eventTime: daysAgo(21) })],
    ['a deny that others attach', iamCall('AttachUserPolicy', denyAll)],
    ['another tag that is taken away', iamCall('UntagUser', { userName: 'alice', tagKeys: ['team'] })],
  ])('is left as it is by %s', async (_, change) => {
    const { take, stands } = await listening();
    await take(change);
    expect((await stands()).state).toBe('quarantined');
  });
});

describe('a user who is not quarantined', () => {
  it.each(['noticed', 'releasing', 'none'] as const)('but %s is not held by a call or a change', async (state) => {
    const { take, lifecycles, stands, announced } = await listening();
    lifecycles.items.clear();
    await putLifecycle(lifecycles, state);
    await take(refused(), iamCall('DetachUserPolicy', denyAll));
    expect([(await stands()).state, announced]).toEqual([state, []]);
  });

  it('costs one read for each write of its sightings, and none within the resolution', async () => {
    const { take, lifecycles, reads } = await listening();
    lifecycles.items.clear();
    await take(record());
    await take(record({ eventTime: '2026-11-23T07:10:00Z', eventID: 'soon' }));
    expect(reads).toEqual(['lifecycleOf']);
  });
});

describe('where the customer restores', () => {
  it.each<[OnReturn, JsonObject, string]>([
    ['restore', refused(), 'releasing'],
    ['restore-known', refused({ sourceIPAddress: '192.0.2.77', userAgent: 'aws-cli/2.31.1 md/Botocore' }), 'releasing'],
    ['restore-known', refused({ sourceIPAddress: '192.0.2.77', userAgent: 'Boto3/1.40' }), 'held'],
    ['restore-known', refused({ sourceIPAddress: 'cloudformation.amazonaws.com' }), 'held'],
  ])('%s: a call leads to the state it should', async (onReturn, call, expected) => {
    const { take, stands, lifecycles, announced } = await listening(onReturn);
    lifecycles.items.set(`user#${user()}`, {
      entry: `user#${user()}`,
      lastSeen: daysAgo(200),
      credentials: {},
      sourceAddress: '192.0.2.1',
      userAgent: 'aws-cli/2.15.0',
    });
    await take(call);
    expect((await stands()).state).toBe(expected);
    expect(announced).toHaveLength(1);
  });

  it.each([
    ['that it used among others, long before', { 'caller#203.0.113 aws-cli': daysAgo(250).slice(0, 10) }, 'releasing'],
    ['that was seen in the quarantine alone', { 'caller#203.0.113 aws-cli': daysAgo(20).slice(0, 10) }, 'held'],
    ['with another client', { 'caller#203.0.113 boto3': daysAgo(250).slice(0, 10) }, 'held'],
    [
      'of a latest call that was made in the quarantine',
      { lastSeen: daysAgo(15), sourceAddress: '203.0.113.7' },
      'held',
    ],
  ])('restore-known: a caller %s leads to the state it should', async (_, changes, expected) => {
    const { take, stands, lifecycles } = await listening('restore-known');
    const seen = { lastSeen: daysAgo(200), credentials: {}, sourceAddress: '192.0.2.1', userAgent: 'aws-cli/2.15.0' };
    lifecycles.items.set(`user#${user()}`, { entry: `user#${user()}`, ...seen, ...changes });
    await take(refused({ userAgent: 'aws-cli/2.31.1' }));
    expect((await stands()).state).toBe(expected);
  });

  it.each<[string, OnReturn, string]>([
    ['/=restore', 'hold', 'releasing'],
    ['/ci/=restore', 'hold', 'held'],
    ['tag:team=payments=hold', 'restore', 'held'],
    ['tag:team=restore', 'hold', 'releasing'],
    ['tag:team=shop=hold,/=hold', 'restore', 'held'],
  ])('%s, else %s: the first rule that fits the user counts', async (texts, onReturn, expected) => {
    const rules = texts.split(',').flatMap((text) => parseOnReturnRule(text) ?? []);
    const { take, stands, lifecycles } = await listening(onReturn, undefined, rules);
    const alice = iamUser({ userId: user(), tags: [{ key: 'team', value: 'payments' }] });
    const assessment = assess(facts({ user: alice }), question);
    const write = { accountId: account(), entry: assessmentOf(userEntry(user())), assessment };
    lifecycles.items.set(write.entry, assessmentItem({ kind: 'assessment', ...write }));
    await take(refused());
    expect((await stands()).state).toBe(expected);
  });

  it('a user whose path and tags no run knows is held where there are rules', async () => {
    const rules = [{ kind: 'path', path: '/', onReturn: 'restore' }] as const;
    const { take, stands } = await listening('restore', undefined, rules);
    await take(refused());
    expect((await stands()).state).toBe('held');
  });
});
