import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AccountId, parseAccountId } from '../../domain/ids.ts';
import type { RunLease } from '../../infra/ports/run-lease.ts';
import { daysAgo, now } from '../domain/builders.ts';

/** A lease and how to let go of what it stands on. */
export type OpenLease = RunLease & { readonly close: () => Promise<unknown> };

/** What every lease promises, whatever it is made of. */
export function describeRunLease(name: string, open: () => Promise<OpenLease>): void {
  describe(`the lease ${name}`, () => {
    let lease: OpenLease;
    let number = 0;
    const newAccount = () => parseAccountId(`${++number}`.padStart(12, '0')) as AccountId;
    const until = daysAgo(-1);

    beforeAll(async () => {
      lease = await open();
    });
    afterAll(() => lease?.close());

    it('is held by one owner at a time, and by whoever comes after its release', async () => {
      const account = newAccount();
      expect(await lease.take(account, 'a', now, until)).toEqual({ kind: 'taken', abandoned: undefined });
      expect(await lease.take(account, 'b', now, until)).toEqual({ kind: 'held', until });
      await lease.release(account, 'b');
      expect(await lease.take(account, 'b', now, until)).toEqual({ kind: 'held', until });
      await lease.release(account, 'a');
      expect(await lease.take(account, 'b', now, until)).toEqual({ kind: 'taken', abandoned: undefined });
    });

    it("is taken again by the next attempt of a killed run, which finds that run's own", async () => {
      const account = newAccount();
      await lease.take(account, 'a', now, until);
      expect(await lease.take(account, 'a', now, daysAgo(-2))).toEqual({
        kind: 'taken',
        abandoned: { owner: 'a', until },
      });
      expect(await lease.take(account, 'b', now, until)).toEqual({ kind: 'held', until: daysAgo(-2) });
    });

    it('is free from its end on, and tells whose it was', async () => {
      const account = newAccount();
      await lease.take(account, 'a', now, until);
      expect(await lease.take(account, 'b', daysAgo(-1, -1), until)).toEqual({ kind: 'held', until });
      expect(await lease.take(account, 'b', until, daysAgo(-2))).toEqual({
        kind: 'taken',
        abandoned: { owner: 'a', until },
      });
    });

    it('is nothing that can be released twice, or without holding it', async () => {
      const account = newAccount();
      await lease.release(account, 'a');
      await lease.take(account, 'a', now, until);
      for (const _ of [1, 2]) await lease.release(account, 'a');
      expect(await lease.take(account, 'b', now, until)).toMatchObject({ kind: 'taken' });
    });
  });
}
