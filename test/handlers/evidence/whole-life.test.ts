import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Watch } from '../../../domain/coverage/watch.ts';
import { addDay } from '../../../domain/day-set.ts';
import type { JsonObject } from '../../../domain/json.ts';
import type { DeleteCall } from '../../../domain/lifecycle/deletion/delete-call.ts';
import { lifecycleSettings } from '../../../domain/lifecycle/settings.ts';
import type { IamCall } from '../../../domain/lifecycle/step.ts';
import { type Instant, type Month, plusDays } from '../../../domain/time.ts';
import { openAct } from '../../../handlers/evidence/act-file.ts';
import { checkActs } from '../../../handlers/evidence/check-acts.ts';
import { witnessActs } from '../../../handlers/evidence/witness-acts.ts';
import { holdUser, undoUser } from '../../../handlers/lifecycle/decide-user.ts';
import type { CallAnswer } from '../../../infra/ports/iam-writer.ts';
import { account, now, record, region } from '../../domain/builders.ts';
import { everything } from '../../domain/lifecycle/deletion/everything.ts';
import { person } from '../../domain/lifecycle/world.ts';
import { deleteModel } from '../../fakes/lifecycle/delete-model.ts';
import { actingWorld, atOnce } from '../lifecycle/acting-world.ts';
import { approveWaiting, clearSearch } from '../lifecycle/deletion/deleting-world.ts';

/** IAM that gives each request an id of its own, with CloudTrail's records of them. */
function recordedIam<T extends IamCall | DeleteCall>(
  iam: { readonly send: (call: T) => Promise<CallAnswer> },
  records: JsonObject[] = [],
) {
  const send = async (call: T) => {
    const answer = await iam.send(call);
    const requestId = `request-${records.length}`;
    const { action, userName } = call;
    const parameters = { userName, ...('policyArn' in call ? { policyArn: call.policyArn } : {}) };
    const code = answer.kind === 'done' ? {} : { errorCode: answer.failure.why };
    const seen = { eventSource: 'iam.amazonaws.com', eventName: action, eventTime: now, requestID: requestId };
    records.push(
      record({ ...seen, requestParameters: parameters, userIdentity: { type: 'AssumedRole', arn: 'apply' }, ...code }),
    );
    return { ...answer, requestId };
  };
  return { iam: { send }, records };
}

/** A user is noticed twice, quarantined, shows up and is released. */
async function wholeLife() {
  const world = await actingWorld(1, {}, () => person(0));
  const { iam, records } = recordedIam(world.iam);
  for (const days of [7, 7, 1]) {
    await world.applyWith(await world.planNow(), { iam });
    world.pass(days);
  }
  const [who] = world.people;
  if (who === undefined) throw new Error('there is nobody');
  const word = { ...who.user, userId: who.access.userId, reason: 'it called s3', settings: lifecycleSettings({}) };
  const ports = { ...world.portsWith(atOnce), iam };
  await holdUser(word, ports, world.as('apply'));
  await undoUser({ ...word, reason: 'it is a backup' }, ports, world.as('apply'));
  return { records, chain: await world.acts.readActs(account()), head: await world.acts.readChainHead(account()) };
}

/** A user is noticed twice, quarantined, listened to for 41 days, approved and deleted. */
async function deletedLife() {
  const watch = watchedUntil(plusDays(now, 60));
  const access = { ...everything(), tags: person(0).user.tags, attachedPolicies: [] };
  const silentPerson = { ...person(0), access, assessment: { ...person(0).assessment, corroborated: true } };
  const search = clearSearch(silentPerson.user);
  const references = new Map([[search.user.userId, { ...search, askedAt: plusDays(now, 54) }]]);
  const beside = () => ({ references, watches: new Map([[region(), watch]]) });
  const settings = { stage: 'delete', weeklyPercent: 100 } as const;
  const world = await actingWorld(1, settings, () => silentPerson, beside);
  const { iam, records } = recordedIam(world.iam);
  const changes = { iam, deleter: deleteModel(world.iam) };
  for (const days of [7, 7, 42]) {
    await world.applyWith(await world.planNow(), changes);
    world.pass(days);
  }
  await approveWaiting(world);
  const { send } = recordedIam(changes.deleter, records).iam;
  await world.applyWith(await world.planNow(), { ...changes, deleter: { ...changes.deleter, send } });
  return { records, chain: await world.acts.readActs(account()), head: await world.acts.readChainHead(account()) };
}

/** eu-west-1, watched on each day from 90 days ago to that one. */
function watchedUntil(last: Instant): Watch {
  const days = new Map<Month, number>();
  for (let day = plusDays(now, -90); day <= last; day = plusDays(day, 1)) addDay(days, day);
  return { lastRecord: last, lastProof: last, days };
}

const released = await wholeLife();
const deleted = await deletedLife();

async function witnessed({ records, chain, head }: typeof released) {
  const checked = checkActs({ accountId: account(), records: chain, head }, []);
  const log = {
    name: 'log',
    open: async () => ({ kind: 'open' as const, source: Buffer.from(JSON.stringify({ Records: records })) }),
  };
  const logs = (async function* () {
    yield log;
  })();
  const acts = checked.acts.flatMap((each) => (each.phase === 'intent' ? [each.act] : [each.result]));
  const [compared] = await witnessActs([checked], logs);
  return { acts, differences: checked.differences, compared };
}

const done = (...acts: readonly string[]) => acts.flatMap((act) => [act, 'done']);

describe('the evidence of a whole life', () => {
  it('tells of notice, second notice, quarantine, return and undo, and CloudTrail confirms every call', async () => {
    const { acts, differences, compared } = await witnessed(released);
    expect([acts, differences]).toEqual([done('notice', 'notice', 'quarantine', 'hold', 'release'), []]);
    expect(compared).toMatchObject({ confirmed: 4, differences: [], notes: [] });
  });

  it('tells of notices, quarantine and deletion, with what is gone, and CloudTrail confirms every call', async () => {
    const { acts, differences, compared } = await witnessed(deleted);
    expect([acts, differences]).toEqual([done('notice', 'notice', 'quarantine', 'delete'), []]);
    expect(compared).toMatchObject({ confirmed: 2 + 14, differences: [], notes: [] });
    const last = openAct(deleted.chain.at(-2)?.text ?? '');
    const intent = last.kind === 'ok' && last.value.record.phase === 'intent' ? last.value.record : undefined;
    expect(intent).toMatchObject({
      act: 'delete',
      approval: { by: `arn:aws:iam::${account()}:user/bob`, reason: 'gone' },
      listenedDays: 41,
      listened: [{ region: 'eu-west-1', days: 41, ofDays: 41 }],
      references: { found: [], refused: [] },
      snapshot: { sshKeys: [{ id: 'APKA1', body: 'body of APKA1' }], certificates: [{ id: 'CERT1' }] },
      access: { groups: ['readers'], boundary: expect.any(String) },
      undo: [],
    });
    expect(intent?.neverRestored).toContain('the secret of access key AKIAPERSON000000');
    expect(intent?.calls.map(({ action }) => action).slice(-2)).toEqual(['DetachUserPolicy', 'DeleteUser']);
  });

  it('shows a deletion by who acts that no record has', async () => {
    const unrecorded = { ...deleted.records.at(-1), requestID: 'another' };
    const { compared } = await witnessed({ ...deleted, records: [...deleted.records, unrecorded] });
    expect(compared?.differences).toEqual([expect.stringMatching(/^no record has DeleteUser of person-0/)]);
  });

  it.each([released, deleted])('is whole only with every byte as it was written', ({ chain, head }) => {
    fc.assert(
      fc.property(
        fc.nat(chain.length - 1),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (at, share) => {
          const forged = chain.map((each, index) => {
            if (index !== at) return each;
            const place = Math.floor(share * each.text.length);
            const other = each.text[place] === 'x' ? 'y' : 'x';
            return { ...each, text: `${each.text.slice(0, place)}${other}${each.text.slice(place + 1)}` };
          });
          expect(checkActs({ accountId: account(), records: forged, head }, []).differences).not.toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('holds no secret, and says what the user was before the quarantine', () => {
    const { chain } = released;
    const text = [...chain, ...deleted.chain].map((each) => each.text).join('\n');
    expect(text).not.toMatch(/SecretAccessKey|SessionToken|Password"/);
    const third = openAct(chain[4]?.text ?? '');
    const intent = third.kind === 'ok' && third.value.record.phase === 'intent' ? third.value.record : undefined;
    expect(intent).toMatchObject({ act: 'quarantine', verdict: { state: 'idle' }, access: { userName: 'person-0' } });
    expect(intent?.notices).toHaveLength(2);
  });
});
