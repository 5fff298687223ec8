import { describe, expect, it, test } from 'vitest';
import { answered, failed } from '../../../domain/answer.ts';
import { reconcileAccount } from '../../../handlers/reconcile/reconcile.ts';
import { daysAgo, now } from '../../domain/builders.ts';
import { portsOf, worldOf } from '../../fakes/reconcile-world.ts';
import { inventoryOf, person, reported, requestOf } from './reconcile-scenario.ts';
import { verdictOn } from './silent-account.ts';

const sshKey = {
  kind: 'ssh-public-key',
  id: 'APKA1',
  status: 'active',
  createdAt: daysAgo(300),
  lastUse: { kind: 'unknown', why: 'not-tracked' },
} as const;
const lost = (_: string, days: number) => days === 40;

describe('the SSH key of a silent user', () => {
  it('makes her unknown where a day was not watched, and changes nothing where all were', async () => {
    const change = (world: { sshKeys: unknown }) => {
      world.sshKeys = () => answered([sshKey]);
    };
    const unwatched = await verdictOn({ lost, change });
    expect(unwatched).toMatchObject({ state: 'unknown' });
    expect(unwatched.reason).toMatch(/IAM does not record the use of its active SSH key/);
    expect(await verdictOn({ change })).toMatchObject({ state: 'idle', corroborated: true });
  });

  it('that is inactive changes nothing', async () => {
    const change = (world: { sshKeys: unknown }) => {
      world.sshKeys = () => answered([{ ...sshKey, status: 'inactive' }]);
    };
    expect(await verdictOn({ lost, change })).toMatchObject({ state: 'idle' });
  });

  it('that IAM does not tell makes her unknown, and the answer is missing', async () => {
    const change = (world: { sshKeys: unknown }) => {
      world.sshKeys = () => failed({ kind: 'throttled', why: 'Throttling' });
    };
    const verdict = await verdictOn({ change });
    expect(verdict).toMatchObject({ state: 'unknown', corroborated: false });
    expect(verdict.plan.missing).toContain('the list of SSH keys could not be read (Throttling)');
  });
});

it('nobody asks for the SSH keys of an active user', async () => {
  const asked: string[] = [];
  const change = (world: { sshKeys: unknown }) => {
    world.sshKeys = (name: string) => {
      asked.push(name);
      return answered([]);
    };
  };
  await verdictOn({ change });
  await verdictOn({ change, row: { access_key_1_last_used_date: '2026-11-20T08:00:00+00:00' } });
  expect(asked).toEqual(['alice']);
});

test('of users about whom there was no time to ask nothing follows: unused as before, usable null, counted', async () => {
  const people = ['ann', 'ben', 'cai'].map((name) => person(name, 200));
  const users = people.map((each) => ({ ...reported(each), credentials: [] }));
  const report = answered({ users, roots: [], generatedAt: now, newestEntry: undefined });
  const inactive = inventoryOf(people, { report });
  let left = 1;
  const request = requestOf({ hasTimeToAsk: () => left-- > 0 });
  const outcome = await reconcileAccount(request, portsOf(worldOf(inactive)));
  if (outcome.kind !== 'done') throw new Error(`the reconcile ended ${outcome.kind}`);
  const { reconciliation, missing, digest } = outcome.plan;
  const verdicts = [...reconciliation.assessments.values()];
  expect(verdicts.map(({ user, state, usable }) => [user.userName, state, usable])).toEqual([
    ['ann', 'never-used', false],
    ['ben', 'never-used', undefined],
    ['cai', 'never-used', undefined],
  ]);
  expect(missing).toContain('SSH keys not looked at for 2 users: no time was left');
  expect(digest?.body).toContain('- SSH keys not looked at for 2 users: no time was left');
});
