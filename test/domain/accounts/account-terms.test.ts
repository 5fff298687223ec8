import { describe, expect, it } from 'vitest';
import type { AccountSettings } from '../../../domain/accounts/account-settings.ts';
import {
  endedSkipWords,
  notJudgedWords,
  type RunTerms,
  termsOfAccount,
} from '../../../domain/accounts/account-terms.ts';
import type { StoredSettings } from '../../../domain/accounts/stored-settings.ts';
import { settingsEntry } from '../../../domain/sightings/entry.ts';
import { account, now, question } from '../builders.ts';
import { settingsVersion } from './versions.ts';

const robots = { kind: 'tag', key: 'robot', value: undefined } as const;
const run: RunTerms = { question, exemptions: [robots] };
const stored = (settings: AccountSettings): StoredSettings => ({ kind: 'set', latest: settingsVersion(1, settings) });
const toldOf = (settings: AccountSettings): RunTerms => ({ ...run, ofAccounts: new Map([[account(), settings]]) });
const rule = (pattern: string) => ({ kind: 'name', pattern, terms: { until: undefined, reason: undefined } });
const today = now.slice(0, 10);

describe('the threshold of an account', () => {
  const kept = stored({ thresholdDays: 45 });
  it.each<[string, RunTerms, StoredSettings | undefined, number]>([
    ['the default, where nothing else says', run, undefined, 90],
    ['the stored one before the default', run, kept, 45],
    ['that of the run before the stored one, where somebody gave it', { ...run, isThresholdGiven: true }, kept, 90],
    [
      'that which the run has for the account before all',
      { ...toldOf({ thresholdDays: 30 }), isThresholdGiven: true },
      kept,
      30,
    ],
    [
      'not that of another account',
      { ...run, ofAccounts: new Map([[account('999999999999'), { thresholdDays: 1 }]]) },
      kept,
      45,
    ],
  ])('is %s', (_, terms, settings, thresholdDays) => {
    expect(termsOfAccount(account(), terms, settings)).toMatchObject({ kind: 'judged', question: { thresholdDays } });
  });
});

describe('the exemptions of an account', () => {
  it('stand beside those of the run, and those told for the account in place of the stored ones', () => {
    const kept = stored({ exemptions: [{ pattern: 'svc-*' }] });
    const rulesOf = (terms: RunTerms) => termsOfAccount(account(), terms, kept);
    expect(rulesOf(run)).toMatchObject({ exemptions: [robots, rule('svc-*')] });
    expect(rulesOf(toldOf({ exemptions: [{ pattern: 'x' }] }))).toMatchObject({ exemptions: [robots, rule('x')] });
    expect(rulesOf(toldOf({ exemptions: [] }))).toMatchObject({ exemptions: [robots] });
  });
});

describe('an account is not judged', () => {
  it('on the last day of its skip, with the reason', () => {
    const terms = termsOfAccount(account(), run, stored({ skip: { reason: 'closing', end: today } }));
    expect(terms.kind !== 'judged' && notJudgedWords(account(), terms)).toBe(
      `account 123456789012: skipped until ${today}: closing`,
    );
  });

  it('but after that day it is, and is told so', () => {
    const skip = { reason: 'closing', end: '2020-01-31' };
    expect(termsOfAccount(account(), run, stored({ skip }))).toMatchObject({ kind: 'judged', endedSkip: skip });
    expect(endedSkipWords(account(), skip)).toContain('its skip ended on 2020-01-31');
    const longer = { reason: 'still closing', end: today };
    const told = toldOf({ skip: longer });
    expect(termsOfAccount(account(), told, stored({ skip }))).toEqual({ kind: 'skipped', skip: longer });
  });

  it('where its settings were written by a later version: a threshold or an exemption may be missing', () => {
    const terms = termsOfAccount(account(), toldOf({}), { kind: 'unreadable', entry: settingsEntry(3) });
    expect(terms.kind !== 'judged' && notJudgedWords(account(), terms)).toContain('settings#000003');
  });
});
