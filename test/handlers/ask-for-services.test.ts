import { describe, expect, it } from 'vitest';
import { type Answer, answered, failed, unusable } from '../../domain/answer.ts';
import type { IamUser } from '../../domain/inventory/iam-user.ts';
import type { ServicesAccessed } from '../../domain/services/services-accessed.ts';
import { subjectEntry } from '../../domain/sightings/entry.ts';
import { emptyAccount, type StoredAccount } from '../../domain/table/stored-account.ts';
import type { TableWrite } from '../../domain/table/table-write.ts';
import { askForServices } from '../../handlers/ask-for-services.ts';
import { account, daysAgo, iamUser, password, question, usedAt, user } from '../domain/builders.ts';
import { accessed } from '../domain/services/services-builders.ts';

const idle = (count: number): IamUser[] =>
  Array.from({ length: count }, (_, n) =>
    iamUser({ userId: user(`AIDAUSER00000000${`${n}`.padStart(4, '0')}`), userName: `user-${n}` }),
  );
const throttled = failed({ kind: 'throttled', why: 'Throttling' });
const denied = failed({ kind: 'denied', why: 'AccessDenied' });
const silent = answered(accessed({}, ['s3']));

/** Asks about these users, in a world where IAM answers so, and says everything that was done outside, in order. */
async function ask(
  users: readonly IamUser[],
  answerOf: ((user: IamUser) => Answer<ServicesAccessed>) | undefined,
  changes: { stored?: StoredAccount; hasTime?: () => boolean; apply?: (write: TableWrite) => void } = {},
) {
  const done: string[] = [];
  const askServices =
    answerOf &&
    (async (about: IamUser) => {
      done.push(`ask ${about.userName}`);
      return answerOf(about);
    });
  const apply = async (write: TableWrite) => {
    changes.apply?.(write);
    done.push(`keep ${write.kind}`);
    return 1;
  };
  const servicesProgress = { start: (count: number) => done.push(`start ${count}`), done: () => {} };
  const stored = changes.stored ?? emptyAccount(account());
  const ports = { table: { apply }, askServices, servicesProgress };
  const asked = await askForServices(users, stored, question, ports, changes.hasTime ?? (() => true));
  return { ...asked, done, questions: done.filter((each) => each.startsWith('ask ')).length };
}

describe('asking for the services last accessed', () => {
  it('asks about those in question alone, says before how many, and keeps each answer as it comes', async () => {
    const [one = iamUser(), two = iamUser()] = idle(2);
    const active = { ...two, credentials: [password({ lastUse: usedAt(daysAgo(1)) })] };
    const nameless = iamUser({ userId: undefined, userName: 'nobody' });
    const { done, stored, writes, missing } = await ask([one, active, nameless], () => silent);
    expect(done).toEqual(['start 1', 'ask user-0', 'keep services']);
    expect([...stored.services]).toEqual([[subjectEntry(one), silent.kind === 'answered' && silent.value]]);
    expect({ writes, missing }).toEqual({ writes: 1, missing: [] });
  });

  it('asks nobody, and says nothing, where nobody is in question or the settings forbid it', async () => {
    const active = iamUser({ credentials: [password({ lastUse: usedAt(daysAgo(1)) })] });
    expect((await ask([active], () => silent)).done).toEqual([]);
    expect((await ask(idle(2), undefined)).done).toEqual([]);
  });

  it('goes on where an interrupted run stopped', async () => {
    const first = await ask(idle(30), () => silent, { hasTime: timeFor(20) });
    expect(first.questions).toBe(20);
    expect(first.missing).toEqual([
      'the services last accessed were not asked for 10 users: no time was left; the next run asks for them first',
    ]);
    const second = await ask(idle(30), () => silent, { stored: first.stored });
    expect(second).toMatchObject({ questions: 10, missing: [] });
  });

  it('ends at a refusal, which holds for everybody', async () => {
    const { questions, missing, stored } = await ask(idle(30), () => denied);
    expect(questions).toBeLessThanOrEqual(12);
    expect(missing[0]).toMatch(/^the services last accessed by user-0.* not known \(AccessDenied\); the policy lacks/);
    const left = 30 - questions;
    expect(missing[1]).toBe(
      `the services last accessed were not asked for ${left} users: more calls would fail as well`,
    );
    expect(stored.services.size).toBe(0);
  });

  it('ends after three users in a row whom IAM is too busy to answer about; an answer between them begins anew', async () => {
    expect((await ask(idle(60), () => throttled)).questions).toBeLessThanOrEqual(15);
    const every = (n: number) => (about: IamUser) => (Number(about.userName.slice(5)) % n === 0 ? silent : throttled);
    expect(await ask(idle(60), every(2))).toMatchObject({ questions: 60, writes: 30 });
  });

  it('a job that failed is told, and ends nothing', async () => {
    const { questions, missing } = await ask(idle(30), () => failed(unusable('the job failed: SERVER_ERROR')));
    expect(questions).toBe(30);
    expect(missing).toEqual([
      'the services last accessed by user-0 and 29 more are not known (the job failed: SERVER_ERROR)',
    ]);
  });

  it('fails where the table does not keep an answer, and asks no further', async () => {
    const apply = () => {
      throw new Error('the table is gone');
    };
    let questions = 0;
    const answer = () => {
      questions++;
      return silent;
    };
    await expect(ask(idle(60), answer, { apply })).rejects.toThrow('the table is gone');
    expect(questions).toBeLessThan(30);
  });
});

function timeFor(questions: number): () => boolean {
  let left = questions;
  return () => left-- > 0;
}
