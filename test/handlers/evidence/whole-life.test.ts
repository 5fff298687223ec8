import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../domain/json.ts';
import { lifecycleSettings } from '../../../domain/lifecycle/settings.ts';
import type { IamCall } from '../../../domain/lifecycle/step.ts';
import { openAct } from '../../../handlers/evidence/act-file.ts';
import { checkActs } from '../../../handlers/evidence/check-acts.ts';
import { witnessActs } from '../../../handlers/evidence/witness-acts.ts';
import { holdUser, undoUser } from '../../../handlers/lifecycle/decide-user.ts';
import type { IamWriter } from '../../../infra/ports/iam-writer.ts';
import { account, now, record } from '../../domain/builders.ts';
import { person } from '../../domain/lifecycle/world.ts';
import { actingWorld, atOnce } from '../lifecycle/acting-world.ts';

/** IAM that gives each request an id of its own, with CloudTrail's records of them. */
function recordedIam(iam: IamWriter) {
  const records: JsonObject[] = [];
  const send = async (call: IamCall) => {
    const answer = await iam.send(call);
    const requestId = `request-${records.length}`;
    const { action, userName } = call;
    const parameters = { userName, ...('policyArn' in call ? { policyArn: call.policyArn } : {}) };
    const code = answer.kind === 'done' ? {} : { errorCode: answer.failure.why };
    const seen = { eventSource: 'iam.amazonaws.com', eventName: action, eventTime: now, requestID: requestId };
    records.push(record({ ...seen, requestParameters: parameters, userIdentity: { arn: 'apply' }, ...code }));
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

const { records, chain, head } = await wholeLife();

describe('the evidence of a whole life', () => {
  it('tells of notice, second notice, quarantine, return and undo, and CloudTrail confirms every call', async () => {
    const checked = checkActs({ accountId: account(), records: chain, head }, []);
    const acts = checked.acts.flatMap((each) => (each.phase === 'intent' ? [each.act] : [each.result]));
    expect(acts).toEqual(['notice', 'notice', 'quarantine', 'hold', 'release'].flatMap((act) => [act, 'done']));
    const log = {
      name: 'log',
      read: async (sink: { record: (each: unknown, position: string) => void }) => {
        for (const each of records) sink.record(each, '');
        return undefined;
      },
    };
    const [witnessed] = await witnessActs(
      [checked],
      (async function* () {
        yield log;
      })(),
    );
    expect(witnessed).toMatchObject({ confirmed: 4, differences: [], notes: [] });
  });

  it('is whole only with every byte as it was written', () => {
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
      { numRuns: 100 },
    );
  });

  it('holds no secret, and says what the user was before the quarantine', () => {
    const text = chain.map((each) => each.text).join('\n');
    expect(text).not.toMatch(/SecretAccessKey|SessionToken|Password"/);
    const third = openAct(chain[4]?.text ?? '');
    const intent = third.kind === 'ok' && third.value.record.phase === 'intent' ? third.value.record : undefined;
    expect(intent).toMatchObject({ act: 'quarantine', verdict: { state: 'idle' }, access: { userName: 'person-0' } });
    expect(intent?.notices).toHaveLength(2);
  });
});
