import { describe, expect, it } from 'vitest';
import { approvalsGiven, readApprovalRequest } from '../../../domain/approvals/approval-request.ts';
import { stepHash } from '../../../domain/approvals/step-terms.ts';
import { account, now } from '../builders.ts';
import { digest, idOf } from '../lifecycle/world.ts';

const fingerprint = digest({});
const settings = { noticeDays: 14 };
const where = { accountId: account(), thresholdDays: 90, settings, approvers: [], actors: ['arn:x'], now };
const bob = { by: 'arn:aws:iam::123456789012:user/bob', byId: 'AIDABOB0000000000001', how: 'function-url' } as const;

const stepOf = (number: number, act = 'quarantine') => {
  const terms = { accountId: account(), userId: idOf(number), act, fingerprint, thresholdDays: 90, settings };
  return { hash: stepHash(terms, digest), act, userId: idOf(number), userName: `person-${number}`, fingerprint };
};

const bodyOf = (changes: object = {}) => ({ steps: [stepOf(1)], reason: ' looked ', acknowledged: [], ...changes });
const problemsOf = (parsed: ReturnType<typeof readApprovalRequest> | ReturnType<typeof given>) =>
  parsed.kind === 'wrong' ? parsed.problems.map(({ field, todo }) => `${field}: ${todo}`) : [];
const given = (changes: object = {}, approver: Parameters<typeof approvalsGiven>[1] = bob, terms = where) => {
  const request = readApprovalRequest(bodyOf(changes));
  if (request.kind === 'wrong') throw new Error(problemsOf(request).join());
  return approvalsGiven(request.value, approver, terms, digest);
};

describe('a request for approvals', () => {
  it('is read with its steps, its reason without spaces around it, and each point once', () => {
    const acknowledged = ['references', 'references'];
    const request = readApprovalRequest({ ...bodyOf({ acknowledged }), more: 1 });
    expect(request).toEqual({
      kind: 'ok',
      value: { steps: [stepOf(1)], reason: 'looked', acknowledged: ['references'] },
    });
  });

  it.each<[string, unknown, string]>([
    ['is a text', 'approve', 'body: give a JSON object'],
    ['has no steps', bodyOf({ steps: [] }), 'steps: give 1 to 100 steps'],
    ['has too many steps', bodyOf({ steps: Array(101).fill(stepOf(1)) }), 'steps: give 1 to 100'],
    ['has a step to be noticed', bodyOf({ steps: [stepOf(1, 'notice')] }), 'steps: give 1 to 100'],
    ['names no unique id', bodyOf({ steps: [{ ...stepOf(1), userId: 'alice' }] }), 'steps: '],
    ['has no reason', bodyOf({ reason: '  ' }), 'reason: say why'],
    ['has a reason that is too long', bodyOf({ reason: 'x'.repeat(501) }), 'reason: 501 characters'],
    ['acknowledges what nobody knows', bodyOf({ acknowledged: ['everything'] }), 'acknowledged: give a list'],
  ])('is refused where it %s', (_, body, words) => {
    expect(problemsOf(readApprovalRequest(body)).join()).toContain(words);
  });
});

describe('the approvals that a request makes', () => {
  it('hold 72 hours, and say who gave them how', () => {
    const made = given({ steps: [stepOf(1), stepOf(2, 'delete')] });
    expect(made).toMatchObject({
      kind: 'ok',
      value: [1, 2].map(() => ({ approval: { ...bob, at: now, until: '2026-11-26T08:00:00Z', reason: 'looked' } })),
    });
  });

  it.each<[string, () => ReturnType<typeof given>, string]>([
    ['altered', () => given({ steps: [{ ...stepOf(1), userId: idOf(2) }] }), 'is not known: it was altered'],
    ['of other settings', () => given({}, bob, { ...where, settings: { noticeDays: 7 } }), 'is not known'],
    ['of another account', () => given({}, bob, { ...where, accountId: account('999999999999') }), 'is not known'],
    ['of the caller', () => given({}, { ...bob, byId: idOf(1) }), 'is of the user concerned'],
    ['planned by the caller', () => given({}, { ...bob, by: 'arn:x' }), 'is of who plans or acts'],
  ])('are none where a step is one %s, and the problem names the step', (_, make, words) => {
    const problems = problemsOf(make());
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^step [0-9a-f]{12}: /);
    expect(problems[0]).toContain(words);
  });

  it('are none where one of several steps is wrong', () => {
    const steps = [stepOf(1), { ...stepOf(2), fingerprint: digest({ other: true }) }];
    expect(given({ steps }).kind).toBe('wrong');
  });
});
