import { describe, expect, it } from 'vitest';
import { answered, failed, unusable } from '../../../../domain/answer.ts';
import { approvedSince } from '../../../../domain/lifecycle/acting/standing-steps.ts';
import { openPlan } from '../../../../domain/lifecycle/opened-plan.ts';
import { type LifecycleFacts, planLifecycle } from '../../../../domain/lifecycle/plan-lifecycle.ts';
import type { PartialSettings } from '../../../../domain/lifecycle/settings.ts';
import type { FoundReferences } from '../../../../domain/references/reference.ts';
import { plusDays } from '../../../../domain/time.ts';
import { deletingWorld } from '../../../handlers/lifecycle/deletion/deleting-world.ts';
import { daysAgo, now, region } from '../../builders.ts';
import { digest, requestOf, watchedFor } from '../world.ts';
import { everything } from './everything.ts';

type World = Awaited<ReturnType<typeof deletingWorld>>;

const found = (kind: 'kms-key-policy' | 'bucket-policy'): Partial<FoundReferences> => ({
  found: [{ kind, region: null, resource: 'arn:aws:s3:::data', where: 'Statement[0].Principal.AWS', by: 'arn' }],
  places: 1,
});

const refused: Partial<FoundReferences> = {
  notLookedAt: [{ kind: 'kms-grant', region: region(), why: 'AccessDenied', resources: null }],
};

async function search(world: World, changes: Partial<FoundReferences>): Promise<void> {
  for (const [userId, references] of world.searches) world.searches.set(userId, { ...references, ...changes });
}

async function whyNot(world: World): Promise<string> {
  const { steps, leftAlone } = (await world.planNow()).plan;
  expect(steps).toEqual([]);
  return leftAlone.flatMap(({ why }) => why).join('; ');
}

/** The plan of the world from other facts. */
async function planWith(world: World, changes: Partial<LifecycleFacts>, settings: PartialSettings = {}) {
  const { facts } = await world.planNow();
  const read = new Map(world.people.map(({ access }) => [access.userId, answered(access)]));
  const request = requestOf({ stage: 'delete', weeklyPercent: 100, ...settings });
  return planLifecycle({ ...facts, ...changes }, request, read, digest);
}

describe('the plan of deletions', () => {
  it('names who waits for an approval, and deletes once a person gave it', async () => {
    const world = await deletingWorld();
    const before = (await world.planNow()).plan;
    expect(await whyNot(world)).toMatch(
      /^quarantined since 2026-10-14: 39 of 39 days listened; nothing that was looked at names person-0; it needs an approval: lastseen approve [0-9a-f]{12} --reason TEXT$/,
    );
    await world.approve();
    const { plan } = await world.planNow();
    expect(await world.apply(before)).toEqual([]);
    expect([approvedSince(before, plan), approvedSince(plan, plan)]).toEqual([['person-0'], []]);
    expect(plan.steps).toMatchObject([{ act: 'delete', userName: 'person-0', calls: [], undo: [], points: [] }]);
    expect(plan.steps[0]?.deletes).toHaveLength(15);
    expect(plan.steps[0]?.reason).toMatch(/approved by arn:aws:iam::123456789012:user\/bob$/);
    expect(openPlan(JSON.parse(JSON.stringify(plan)), digest)).toEqual({ kind: 'ok', value: plan });
    const [step] = plan.steps;
    const { hash: _, ...content } = plan;
    const others = [
      { ...step, deletes: [{ action: 'DeleteUser', userName: 'other' }] },
      { ...step, deletes: undefined },
    ];
    for (const other of others) {
      const altered = JSON.parse(JSON.stringify({ ...content, steps: [other] }));
      expect(openPlan({ ...altered, hash: digest(altered) }, digest).kind).toBe('wrong');
    }
  });

  it.each<[string, PartialSettings, Partial<LifecycleFacts>, RegExp]>([
    ['the stage is not delete', { stage: 'quarantine' }, {}, /^quarantined since 2026-10-14: 39 of 39 days listened$/],
    ['the grace is longer', { graceDays: 40 }, {}, /it may be deleted after 40 days on which somebody listened/],
    ['ten days were deaf', {}, { watches: watchedFor(400, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19) }, /after 30 days/],
    ['a Region is blind now', {}, { watches: blindNow() }, /nobody listens to it now/],
    [
      'nobody looked who names it',
      {},
      { references: new Map() },
      /nobody looked who else names it: lastseen references/,
    ],
    ['an approver has not spoken', {}, { approvals: { byStep: new Map(), actors: [] } }, /it needs an approval/],
    ['the run is old', {}, { run: undefined }, /the account is stopped/],
  ])('deletes nobody where %s', async (_, settings, facts, expected) => {
    const world = await deletingWorld();
    await world.approve();
    const { steps, leftAlone } = await planWith(world, facts, settings);
    expect(steps).toEqual([]);
    expect(leftAlone.flatMap(({ why }) => why).join('; ')).toMatch(expected);
  });

  it.each<[string, Partial<FoundReferences>, RegExp]>([
    ['is older than 7 days', { askedAt: daysAgo(8) }, /the search for who names it is of .* looks anew/],
    ['was for another path', { user: { ...userOf(), arn: 'arn:aws:iam::1:user/x/person-0' } }, /the search was for/],
    ['names a KMS key', found('kms-key-policy'), /a KMS key among them: do not delete/],
  ])('is stopped by a search that %s, whatever was approved', async (_, changes, expected) => {
    const world = await deletingWorld();
    await world.approve(['heard-partly', 'references', 'references-refused']);
    await search(world, changes);
    expect(await whyNot(world)).toMatch(expected);
  });

  it.each([
    ['others name it', found('bucket-policy'), 'references', /1 place names person-0/],
    [
      'a kind was refused',
      refused,
      'references-refused',
      /not looked at: grants of KMS keys in eu-west-1: none .*AccessDenied/,
    ],
  ] as const)('needs an approval that knows it where %s', async (_, changes, point, expected) => {
    const world = await deletingWorld();
    await search(world, changes);
    await world.approve();
    expect(await whyNot(world)).toMatch(expected);
    expect(await whyNot(world)).toMatch(new RegExp(`--acknowledge ${point}.*does not acknowledge ${point}`));
    await world.approve([point]);
    expect((await world.planNow()).plan.steps.map(({ act }) => act)).toEqual(['delete']);
  });

  it('needs an approval that knows that it was heard partly', async () => {
    const world = await deletingWorld();
    await world.approve();
    const { facts } = await world.planNow();
    if (facts.access.kind === 'failed') throw new Error('the access is known');
    const partly = [...facts.access.value].map(([userId, held]) => [userId, { ...held, unheard: ['s3'] }] as const);
    const { steps, leftAlone } = await planWith(world, { access: answered(new Map(partly)) });
    expect(steps).toEqual([]);
    expect(leftAlone[0]?.waiting?.points).toEqual(['heard-partly']);
    expect(leftAlone[0]?.why.join('; ')).toMatch(/heard partly: calls on data of s3/);
  });

  it.each([
    ['who plans', { by: 'arn:aws:sts::123456789012:assumed-role/Planning/other' }, /is of who plans or acts/],
    ['the user itself', { by: 'arn:aws:iam::123456789012:user/person-0' }, /is of the user concerned/],
    ['a person three days ago', { at: plusDays(now, -4), until: plusDays(now, -1) }, /ended at/],
  ])('does not count the word of %s', async (_, changes, expected) => {
    const world = await deletingWorld();
    await world.approve([], changes);
    expect(await whyNot(world)).toMatch(expected);
  });

  it('holds a deletion of which nothing was done when the user calls, and one that is stuck for a day', async () => {
    const whole = await begunWorld();
    whole.see(0);
    const [held] = (await whole.planNow()).plan.steps;
    expect(held).toMatchObject({
      act: 'hold',
      reason: expect.stringMatching(/was seen at .*nothing of it was deleted yet/),
    });
    const stuck = await begunWorld();
    stuck.iam.users.set('person-0', { ...everything(), accessKeys: [], passwordCreatedAt: undefined });
    expect((await stuck.planNow()).plan.steps).toMatchObject([{ act: 'delete' }]);
    stuck.pass(1);
    const [left] = (await stuck.planNow()).plan.steps;
    expect(left).toMatchObject({
      act: 'hold',
      reason: expect.stringMatching(/is not complete: 1 service-specific credential, .*left/),
    });
    const [report] = await stuck.apply((await stuck.planNow()).plan);
    expect([report?.result, (await stuck.entriesOf(0)).lifecycle?.state]).toEqual(['done', 'held']);
  });

  it('completes a deletion whose user is gone, by no call at all', async () => {
    const world = await begunWorld();
    world.iam.users.delete('person-0');
    const { plan } = await world.planNow();
    expect(plan.steps).toMatchObject([
      { act: 'delete', deletes: [], reason: expect.stringMatching(/does not list it/) },
    ]);
    expect(await world.apply(plan)).toMatchObject([{ result: 'done' }]);
    expect([world.deletes, (await world.entriesOf(0)).lifecycle?.state]).toEqual([[], 'deleted']);
    expect(world.sent).toEqual([expect.stringMatching(/person-0 is deleted/)]);
    expect(await world.undo(0)).toMatchObject({
      kind: 'dropped',
      why: expect.stringMatching(
        /^it was deleted at .*: nothing brings it back, nor a password, access key AKIA.* keeps/,
      ),
    });
  });

  it('does not take a refusal of IAM for a user who is gone', async () => {
    const world = await begunWorld();
    const fresh = await world.planNow();
    const access = async () => failed(unusable('AccessDenied'));
    const [report] = await world.applyWith(fresh, { access });
    expect(report).toMatchObject({ result: 'dropped', why: expect.stringMatching(/did not answer/) });
    expect((await world.entriesOf(0)).lifecycle?.state).toBe('deleting');
  });

  /** A run died right after it wrote that the deletion begins. */
  async function begunWorld(): Promise<World> {
    const world = await deletingWorld();
    await world.approve();
    await world.applyWith(await world.planNow(), { deleter: dying }).catch(() => []);
    expect((await world.entriesOf(0)).lifecycle?.state).toBe('deleting');
    return world;
  }
});

const dying = {
  who: () => Promise.reject(new Error('died')),
  snapshot: async () => answered({ policies: [], sshKeys: [], certificates: [] }),
  send: () => Promise.reject(new Error('died')),
};

function blindNow(): LifecycleFacts['watches'] {
  const [[name, watch] = []] = watchedFor(400, 0);
  if (name === undefined || watch === undefined) throw new Error('a Region is watched');
  return new Map([[name, { ...watch, lastProof: undefined }]]);
}

function userOf() {
  const { userId, userName } = everything();
  return { userId, userName };
}
