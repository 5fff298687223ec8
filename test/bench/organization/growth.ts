import { measureRuns, type RunFigures } from '../organization-run/measure-runs.ts';
import { type OrganizationFigures, simulate } from './simulate.ts';

/** An hour of a tenth of the accounts and of all, and the daily run over both: how both grow with their number. */
export interface GrowthFigures {
  readonly small: OrganizationFigures;
  readonly whole: OrganizationFigures;
  /** All by a tenth: 10 where it is linear. */
  readonly growth: Readonly<Record<'writes' | 'requests' | 'subjects', number>>;
  readonly runs: readonly RunFigures[];
}

const usersAnAccount = 50;

export async function measureGrowth(
  accounts: number,
  hours: number,
  say: (what: string) => void,
): Promise<GrowthFigures> {
  const simulated = (some: number) => simulate({ accounts: some, users: some * usersAnAccount, hours, seed: 1 });
  say('an hour of a tenth of the accounts');
  const small = await simulated(accounts / 10);
  say('an hour of all accounts');
  const whole = await simulated(accounts);
  say('the daily run');
  const runs = [...(await measureRuns(accounts / 10)), ...(await measureRuns(accounts))];
  say('growth is measured');
  const growth = {
    writes: whole.use.writes / small.use.writes,
    requests: requestsOf(whole) / requestsOf(small),
    subjects: whole.subjects / small.subjects,
  };
  return { small, whole, growth, runs };
}

const requestsOf = ({ use }: OrganizationFigures): number => use.writes + use.strongReads + use.eventualReads;
