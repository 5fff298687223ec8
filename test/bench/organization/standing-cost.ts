import { waitedS } from '../organization-run/assumed.ts';
import type { MonthlyLoad } from './cost.ts';
import type { DailyUse } from './daily-use.ts';
import { perMillion, prices, requestDollars } from './prices.ts';

const daysAMonth = 30;
/** Of the function that judges accounts. */
const workerGb = 512 / 1024;
/** Two messages an account, for the first pass and the second: each sent, received and deleted. */
const requestsAnAccount = 6;
/** Documented: a write that moves a verdict in the index of states is made three times, here, out of there and in. */
const writesOfAVerdict = 3;

/** The daily run over all accounts, at most: as if all users called every day, and each account took its whole time. */
export function dailyRunDollars({ accounts, users }: MonthlyLoad, daily: DailyUse): number {
  const { writes, reads } = daily.run;
  const runs = accounts * daysAMonth;
  const table = requestDollars(writes * writesOfAVerdict, reads) * ((users * daysAMonth) / daily.users);
  const worker = runs * (waitedS * workerGb * prices.gbSecond + perMillion(2, prices.millionInvocations));
  return table + worker + perMillion(runs * requestsAnAccount, prices.millionQueueRequests);
}

/** Alarms of a stack with OrganizationId and TrailBucket; `lost-events` looks at three metrics. */
const alarms = 22 + 2;
/** Names of ingest-archive and of ingest, each by account and by stack, if every hour has something to count. */
const hourlyMetrics = 2 * (11 + 6);
/** Those of the organization, and of the stack's own account: sent in one hour of the day. */
const dailyMetrics = 16 + 24;
/** Of the archive, the retries and the accounts to judge. */
const polledQueues = 3;
/** Assumed: what all functions write for an account, and for a thousand files. */
const logKb = { accountADay: 1, thousandFiles: 2 };
/** A user with its verdict, and fourteen months of days; twice, for the index holds the verdict again. */
const userKb = 1 + 2 * 1.5 + 14 * 0.15;

/** What is paid where nothing happens, and grows little with the load. */
export function standingDollars({ accounts, users, files }: MonthlyLoad): number {
  const logsGb = (accounts * daysAMonth * logKb.accountADay + (files / 1000) * logKb.thousandFiles) / 1e6;
  return (
    alarms * prices.alarm +
    (hourlyMetrics + dailyMetrics / 24) * prices.metric +
    polledQueues * prices.idleQueue +
    prices.key +
    logsGb * prices.logGb +
    ((users * userKb) / 1e6) * prices.tableGb
  );
}
