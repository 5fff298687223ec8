import { type OrganizationFigures, simulate } from './simulate.ts';

/** A month of an organization's files: some of its accounts as they are, and all of them by their number. */
export interface MonthFigures {
  /** What was simulated: every file of a month, of so many accounts. */
  readonly sampled: OrganizationFigures;
  /** The same for all accounts. */
  readonly whole: {
    readonly accounts: number;
    readonly users: number;
    readonly quarterFiles: number;
    readonly records: number;
    readonly writes: number;
    readonly strongReads: number;
    readonly eventualReads: number;
    readonly writesOfAUserAndDay: number;
  };
}

const usersAnAccount = 50;
const days = 30;

/**
 * Every hour, day, user and late file of one account in `accounts / sample`. Accounts lie in partitions of their own
 * and share no entry, and a sandbox remembers all 60,000 subjects; so what is requested grows with their number.
 */
export async function simulateMonth(accounts: number, sample: number): Promise<MonthFigures> {
  const sampled = await simulate({ accounts: sample, users: sample * usersAnAccount, hours: days * 24, seed: 2 });
  const scale = accounts / sample;
  const { writes, strongReads, eventualReads } = sampled.use;
  return {
    sampled,
    whole: {
      accounts,
      users: accounts * usersAnAccount,
      quarterFiles: sampled.files * scale,
      records: sampled.records * scale,
      writes: writes * scale,
      strongReads: strongReads * scale,
      eventualReads: eventualReads * scale,
      writesOfAUserAndDay: writes / sampled.users / days,
    },
  };
}
