import { describe, expect, it } from 'vitest';
import type { ActEntry, ActIntent, ActRecord } from '../../../domain/evidence/act-record.ts';
import { compareCalls } from '../../../domain/evidence/compare-calls.ts';
import { addToWitness, newWitness } from '../../../domain/evidence/witnessed-call.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { quarantineTag } from '../../../domain/lifecycle/user-access.ts';
import { account, daysAgo, now, record } from '../builders.ts';
import { actor, anIntent, anOutcome } from './act-builders.ts';

const denyAll = 'arn:aws:iam::aws:policy/AWSDenyAll';
const session = { type: 'AssumedRole', arn: actor.replace(/run$/, 'another-run'), accountId: account() };

const iamCall = (eventName: string, requestID: string, changes: JsonObject = {}): JsonObject =>
  record({
    eventSource: 'iam.amazonaws.com',
    eventName,
    requestID,
    eventTime: now,
    readOnly: false,
    userIdentity: session,
    requestParameters: { userName: 'alice', policyArn: denyAll },
    ...changes,
  });

const tags = (requestID: string, changes: JsonObject = {}) =>
  iamCall('TagUser', requestID, {
    requestParameters: { userName: 'alice', tags: [{ key: quarantineTag, value: '2026-11-23' }] },
    ...changes,
  });

const both = [tags('tag-1'), iamCall('AttachUserPolicy', 'attach-1')];

const chain = (...entries: readonly ActEntry[]): ActRecord[] =>
  entries.map((entry, index) => ({ accountId: account(), id: `${index}`, sequence: index + 1, ...entry }));

const quarantine = chain({ phase: 'intent', ...anIntent() }, { phase: 'outcome', ...anOutcome(1) });

function compare(records: readonly JsonObject[], acts: readonly ActRecord[] = quarantine) {
  const witness = newWitness();
  const named = new Set(
    acts.flatMap((act) => (act.phase === 'outcome' ? act.calls.flatMap(({ requestId }) => requestId ?? []) : [])),
  );
  for (const each of records) addToWitness(witness, each, named);
  return compareCalls(account(), acts, witness);
}

describe('CloudTrail as witness of acts', () => {
  it('confirms calls by their request ids, however often a record was delivered', () => {
    expect(compare([...both, ...both])).toEqual({ confirmed: 2, differences: [], notes: [] });
  });

  it('denies a call that the log files lack, although they reach before and behind it', () => {
    const around = [
      iamCall('ListUsers', 'a', { eventTime: daysAgo(1) }),
      iamCall('ListUsers', 'b', { eventTime: daysAgo(-1) }),
    ];
    const { confirmed, differences } = compare([...around, tags('tag-1')]);
    expect(confirmed).toBe(1);
    expect(differences).toEqual([
      `record 2: AttachUserPolicy of alice at ${now} (request attach-1) is in no log file, although they reach from ${daysAgo(1)} to ${daysAgo(-1)}`,
    ]);
  });

  it('denies nothing where the log files end before the call, or IAM gave no request id', () => {
    const early = compare([iamCall('ListUsers', 'a', { eventTime: daysAgo(1) })]);
    expect(early.differences).toEqual([]);
    expect(early.notes).toHaveLength(2);
    expect(early.notes[0]).toContain('the log files do not reach so far');
    const lost = anOutcome(1, { calls: [{ action: 'TagUser', at: now, outcome: 'ECONNRESET' }] });
    const { differences, notes } = compare(
      [],
      chain({ phase: 'intent', ...anIntent() }, { phase: 'outcome', ...lost }),
    );
    expect(differences).toEqual([]);
    expect(notes[0]).toContain('has no request id');
  });

  it('confirms that something was taken away which was gone already, and nothing that was to be added', () => {
    const errorCode = 'NoSuchEntityException';
    const calls = ['DetachUserPolicy', 'AttachUserPolicy'].map((action) => {
      return { action, at: now, requestId: action, outcome: 'done' };
    });
    const given = { calls: calls.map(({ action }) => ({ action, userName: 'alice', policyArn: denyAll })) };
    const release = chain(
      { phase: 'intent', ...anIntent({ act: 'release', ...(given as Pick<ActIntent, 'calls'>) }) },
      { phase: 'outcome', ...anOutcome(1, { calls }) },
    );
    const seen = calls.map(({ action, requestId }) => iamCall(action, requestId, { errorCode }));
    expect(compare(seen, release)).toMatchObject({
      confirmed: 1,
      differences: [
        expect.stringMatching(/AttachUserPolicy of alice .* ended with done, in the log files with NoSuch/),
      ],
    });
  });

  it.each([
    ['another action', tags('attach-1'), 'is TagUser of alice'],
    ['another user', iamCall('AttachUserPolicy', 'attach-1', { requestParameters: { userName: 'bob' } }), 'of bob'],
    ['a refusal', iamCall('AttachUserPolicy', 'attach-1', { errorCode: 'AccessDenied' }), 'with AccessDenied'],
    ['another account', iamCall('AttachUserPolicy', 'attach-1', { recipientAccountId: '999999999999' }), 'is Attach'],
  ])('denies a call that was %s', (_, other, says) => {
    const { confirmed, differences } = compare([tags('tag-1'), other]);
    expect(confirmed).toBe(1);
    expect(differences).toEqual([expect.stringContaining(says)]);
  });

  it.each([
    ['deny', iamCall('AttachUserPolicy', 'x')],
    ['release', iamCall('DetachUserPolicy', 'x')],
    ['tag', tags('x')],
    ['untagging', iamCall('UntagUser', 'x', { requestParameters: { userName: 'alice', tagKeys: [quarantineTag] } })],
  ])('finds a %s of ours that no record has, in any session of our role', (_, further) => {
    const { differences } = compare([...both, further]);
    expect(differences).toEqual([expect.stringMatching(/^no record has .* \(request x\)$/)]);
  });

  it('tells of the same by others, and heeds no other change of users', () => {
    const stranger = { userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::123456789012:user/eve' } };
    const readOnly = { requestParameters: { userName: 'alice', policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' } };
    const others = [iamCall('DetachUserPolicy', 'x', stranger), iamCall('DetachUserPolicy', 'y', readOnly)];
    const { differences, notes } = compare([...both, ...others]);
    expect(differences).toEqual([]);
    expect(notes).toEqual([
      `others: DetachUserPolicy of alice at ${now} by arn:aws:iam::123456789012:user/eve, which is no act of these records`,
    ]);
  });

  it('takes the calls of an act without outcome for those of its writer, which died', () => {
    const { differences, notes } = compare(both, quarantine.slice(0, 1));
    expect(differences).toEqual([]);
    expect(notes).toEqual([
      expect.stringMatching(/^record 1 has no outcome, and CloudTrail has its TagUser of alice/),
      expect.stringMatching(/^record 1 has no outcome, and CloudTrail has its AttachUserPolicy of alice/),
    ]);
  });
});
