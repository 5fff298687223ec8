import { describe, expect, it } from 'vitest';
import type { Assessment } from '../../../../domain/verdict/assessment.ts';
import { explain } from '../../../../domain/verdict/explanation.ts';
import { now, question } from '../../builders.ts';
import {
  activity,
  address,
  dayAgo,
  judge,
  keyId,
  listed,
  listedKey,
  neighbour,
  period,
  serviceAccountId,
} from './builders.ts';

const kindsOf = ({ gaps }: Assessment) => gaps.map(({ kind }) => kind);
const wordsOf = (assessment: Assessment) =>
  explain(assessment, { asOf: now, thresholdDays: 90, coverage: { kind: 'none' } });
const keyOf = ({ credentials }: Assessment) =>
  credentials.find(({ credential }) => credential.kind === 'service-account-key');
const old = [listed(), listedKey()];

/** Each cause by the name that domain/README.md gives it. */
describe('what can make a verdict on a service account of Google Cloud wrong', () => {
  it('an authentication is no proof of use', () => {
    const judged = judge([[activity({ day: dayAgo(10) })]]);
    expect([judged.state, judged.lastActivity?.source]).toEqual(['active', 'gcp-last-authentication']);
  });

  it('no entry is silence in the period, not never', () => {
    const judged = judge([[neighbour]], { lists: old });
    expect(judged.state).toBe('idle');
    expect(judged.lastActivity).toBeUndefined();
    expect(wordsOf(judged)).toContain('not seen since 2025-10-17, and nobody says what was before');
    const withoutTime = judge([[activity({}), neighbour]], { lists: old });
    expect(withoutTime.state).toBe('idle');
  });

  it('a period shorter than the threshold', () => {
    const short = { startTime: dayAgo(91), endTime: dayAgo(2) };
    const entry = activity({ day: dayAgo(2), name: 'web', id: serviceAccountId(2), period: short });
    const judged = judge([[entry]], { lists: old });
    expect([judged.state, kindsOf(judged)]).toEqual(['unknown', ['period-too-short']]);
    const longer = { ...entry, observationPeriod: { ...short, startTime: dayAgo(92) } };
    expect(judge([[longer]], { lists: old }).state).toBe('idle');
  });

  it('whole days: a use may be a day later than its day says', () => {
    expect(judge([[activity({ day: dayAgo(93) })]]).state).toBe('idle');
    const borderline = judge([[activity({ day: dayAgo(92) })]]);
    expect([borderline.state, kindsOf(borderline)]).toEqual(['unknown', ['period-too-short']]);
    expect(judge([[activity({ day: dayAgo(89) })]]).state).toBe('active');
  });

  it('an old answer', () => {
    const stale = { startTime: dayAgo(400), endTime: dayAgo(5) };
    const judged = judge([[activity({ day: dayAgo(200), period: stale })]]);
    expect([judged.state, kindsOf(judged)]).toEqual(['unknown', ['list-stale']]);
    expect(judge([[activity({ day: dayAgo(20), period: stale })]]).state).toBe('active');
  });

  it.each([
    ['a period that ends in the future', { day: dayAgo(200), period: { startTime: dayAgo(20), endTime: dayAgo(-90) } }],
    ['a day in the future', { day: '9999-12-31T07:00:00Z' }],
  ])('an answer of the future: %s', (_, changes) => {
    const judged = judge([[activity(changes), neighbour]], { lists: old });
    expect([judged.state, kindsOf(judged)]).toEqual(['unknown', ['source-failed']]);
    expect(judge([[activity({ day: dayAgo(-1) }), neighbour]]).state).toBe('active');
  });

  it('an old answer beside a new one', () => {
    const before = activity({ day: dayAgo(300), period: { startTime: dayAgo(500), endTime: dayAgo(100) } });
    const judged = judge([[before], [neighbour]]);
    expect([judged.state, judged.lastActivity?.at]).toEqual(['idle', dayAgo(300)]);
  });

  it('an answer that names nobody', () => {
    const keysAlone = judge([[activity({ day: dayAgo(200), key: keyId })]], { lists: old });
    expect([keysAlone.state, kindsOf(keysAlone)]).toEqual(['unknown', ['activity-not-listed']]);
    const empty = judge([{}], { lists: old });
    expect([empty.state, kindsOf(empty)]).toEqual(['unknown', ['activity-not-listed']]);
  });

  it('a page that is missing', () => {
    const page = { activities: [neighbour], nextPageToken: 'more' };
    const judged = judge([page], { lists: old });
    expect([judged.state, kindsOf(judged)]).toEqual(['unknown', ['source-failed']]);
    expect(judge([page, { activities: [activity({})] }], { lists: old }).state).toBe('idle');
  });

  it('a list that gcloud cut at 1,000', () => {
    const many = Array.from({ length: 1000 }, (_, index) =>
      activity({ day: dayAgo(2), name: `web${index}`, id: `${9e17 + index * 1000}` }),
    );
    expect(judge([many], { lists: old }).state).toBe('unknown');
    expect(judge([many.slice(1)], { lists: old }).state).toBe('idle');
  });

  it('an entry that is not understood', () => {
    const odd = { ...activity({ day: dayAgo(1) }), activity: { lastAuthenticatedTime: 'yesterday' } };
    expect(judge([[neighbour, odd]], { lists: old }).state).toBe('unknown');
  });

  it('a service account whose creation nobody reports', () => {
    const judged = judge([[neighbour]], { lists: [listed()] });
    expect([judged.state, kindsOf(judged)]).toEqual(['unknown', ['age-unknown']]);
    const known = { ...judged.user, existsSince: question.now };
    expect(judge([[neighbour]], { lists: [listed()], known }).user.existsSince).toBe(question.now);
    const aged = judge([[neighbour]], {
      lists: [listed()],
      known: { ...known, existsSince: judge([[neighbour]], { lists: old }).user.existsSince },
    });
    expect(aged.state).toBe('idle');
  });

  it('a day that has left the period', () => {
    const before = judge([[activity({ day: dayAgo(300) })]]).user;
    const short = { startTime: dayAgo(202), endTime: dayAgo(2) };
    const entry = activity({ day: dayAgo(2), name: 'web', id: serviceAccountId(2), period: short });
    const judged = judge([[entry]], { lists: [listed()], known: before });
    expect([judged.state, judged.lastActivity?.at]).toEqual(['idle', dayAgo(300)]);
  });

  it('a key that was used although the account itself has no entry', () => {
    const judged = judge([[neighbour, activity({ day: dayAgo(5), key: keyId })]], { lists: old });
    expect([judged.state, judged.lastActivity?.credential]).toEqual(['active', 'authentication']);
    expect(keyOf(judged)?.state).toBe('active');
  });

  it('a key that was only listed counts as used', () => {
    const judged = judge([[activity({ day: dayAgo(5) }), activity({ day: dayAgo(5), key: keyId })]]);
    expect(keyOf(judged)?.state).toBe('active');
  });

  it('a key without an answer about keys', () => {
    const judged = judge([[activity({ day: dayAgo(2) })]], { lists: old });
    expect([judged.state, keyOf(judged)?.state]).toEqual(['active', 'unknown']);
    const other = activity({ day: dayAgo(2), key: 'ab12', name: 'web', id: serviceAccountId(2) });
    expect(keyOf(judge([[activity({ day: dayAgo(2) }), other]], { lists: old }))?.state).toBe('idle');
  });

  it('a key that is younger than the threshold', () => {
    const judged = judge([[neighbour]], {
      lists: [
        listed(),
        listedKey(),
        listedKey({ name: `projects/my-project/serviceAccounts/${address()}/keys/young`, validAfterTime: dayAgo(3) }),
      ],
    });
    expect(judged.state).toBe('new');
  });

  it('a key of Google itself', () => {
    const judged = judge([[neighbour]], {
      lists: [
        listed(),
        listedKey(),
        listedKey({
          name: `projects/my-project/serviceAccounts/${address()}/keys/google`,
          keyType: 'SYSTEM_MANAGED',
          validAfterTime: dayAgo(3),
        }),
      ],
    });
    expect([judged.state, judged.credentials.map(({ id }) => id)]).toEqual(['idle', ['authentication', keyId]]);
  });

  it('an HMAC key or an API key of the account', () => {
    const hmac = { accessId: 'GOOG1E', serviceAccountEmail: address(), state: 'ACTIVE', timeCreated: dayAgo(300) };
    const judged = judge([[neighbour]], { lists: [...old, hmac] });
    expect([judged.state, judged.gaps]).toEqual(['unknown', [{ kind: 'use-not-recorded', credential: 'hmac-key' }]]);
    expect(judge([[neighbour]], { lists: [...old, { ...hmac, state: 'INACTIVE' }] }).state).toBe('idle');
    const apiKey = { uid: 'u1', restrictions: {}, createTime: dayAgo(300), serviceAccountEmail: address() };
    expect(judge([[neighbour]], { lists: [...old, apiKey] }).state).toBe('unknown');
    expect(judge([[neighbour]], { lists: [...old, { ...apiKey, serviceAccountEmail: undefined }] }).state).toBe('idle');
  });

  it('domain-wide delegation', () => {
    expect(wordsOf(judge([[neighbour]], { lists: old }))).toContain('domain-wide delegation is not seen');
  });

  it('a disabled service account', () => {
    const judged = judge([[neighbour]], { lists: [listed({ disabled: true }), listedKey()] });
    expect([judged.state, judged.usable]).toEqual(['idle', false]);
    expect(wordsOf(judged)).toContain('its account is disabled');
  });

  it('an address that was given to another service account', () => {
    const judged = judge([[activity({ day: dayAgo(2), id: serviceAccountId(3) }), activity({ day: dayAgo(200) })]]);
    expect([judged.state, judged.lastActivity?.at]).toEqual(['idle', dayAgo(200)]);
  });

  it('a service account that the list does not have', () => {
    const other = listed({ uniqueId: serviceAccountId(2), email: address('web') });
    const judged = judge([[activity({ day: dayAgo(200) }), neighbour]], { lists: [other] });
    expect([judged.state, kindsOf(judged)]).toEqual(['unknown', ['not-listed']]);
  });

  it('periods that differ within an answer: what all of them share counts', () => {
    const late = activity({
      day: dayAgo(2),
      name: 'late',
      id: serviceAccountId(4),
      period: { ...period, startTime: dayAgo(30) },
    });
    expect(judge([[neighbour, late]], { lists: old }).state).toBe('unknown');
  });
});
