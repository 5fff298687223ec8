import { expect, it } from 'vitest';
import { type Answer, answered, failed } from '../../../domain/answer.ts';
import type { ListedAccessKey } from '../../../domain/inventory/access-keys.ts';
import { instant, key } from '../../domain/builders.ts';
import type { World } from '../../fakes/reconcile-world.ts';
import { verdictOn } from './silent-account.ts';

/** As alice's row of the report says. */
const createdAt = instant('2025-10-20T08:00:00Z');
const answer = answered([{ id: key(), status: 'active', createdAt } as const]);
const asked: string[] = [];
const answering = (given: Answer<readonly ListedAccessKey[]>) => (world: World) => {
  asked.length = 0;
  world.accessKeys = (name) => {
    asked.push(name);
    return given;
  };
};

it('an unused key has its real id in verdict, digest and alarm', async () => {
  let world: World | undefined;
  const { plan, reason } = await verdictOn({
    change: (made) => {
      answering(answer)(made);
      world = made;
    },
  });
  const [assessment] = plan.reconciliation.assessments.values();
  expect(assessment?.credentials).toMatchObject([{ id: 'password' }, { id: key(), state: 'idle' }]);
  expect(reason).toContain(`key ${key()}`);
  expect(plan.digest?.body).toContain(key());
  expect([...(world?.alarms.values() ?? [])].map(({ description }) => description)).toEqual([
    expect.stringContaining(`Nobody seems to need its credentials (password, key ${key()}). Ask its owner`),
  ]);
});

it('a list that fails leaves the key its column, and the user as unused as before', async () => {
  const { plan, state } = await verdictOn({ change: answering(failed({ kind: 'throttled', why: 'Throttling' })) });
  expect(state).toBe('idle');
  const [assessment] = plan.reconciliation.assessments.values();
  expect(assessment?.credentials).toMatchObject([{}, { id: 'access_key_1', state: 'idle' }]);
  expect(plan.missing).toContain('the ids of access keys could not be read (Throttling)');
});

it('nobody asks for the ids of a user whose key is in use or inactive', async () => {
  const change = answering(answer);
  await verdictOn({ change, row: { access_key_1_last_used_date: '2026-11-20T08:00:00+00:00' } });
  expect(asked).toEqual([]);
  await verdictOn({ change, row: { access_key_1_active: 'false' } });
  expect(asked).toEqual([]);
  await verdictOn({ change, row: { password_last_used: '2026-11-20T08:00:00+00:00' } });
  expect(asked).toEqual(['alice']);
});
