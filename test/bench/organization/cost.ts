import type { DailyUse } from './daily-use.ts';
import type { FunctionFigures } from './measure-function.ts';
import { perMillion, prices, requestDollars } from './prices.ts';
import type { SignedFigures } from './signed-use.ts';
import type { OrganizationFigures } from './simulate.ts';
import { dailyRunDollars, standingDollars } from './standing-cost.ts';

/** How large an organization is, each figure of one month. */
export interface MonthlyLoad {
  readonly accounts: number;
  readonly users: number;
  readonly events: number;
  readonly files: number;
  readonly digests: number;
}

/** Of 1,000 accounts, with and without signed digests, and with as many files as 17 busy Regions can write. */
export const loads: Readonly<Record<'typical' | 'withoutDigests' | 'worst', MonthlyLoad>> = (() => {
  const typical = { accounts: 1000, users: 50_000, events: 2e9, files: 35e6, digests: 12e6 };
  return { typical, withoutDigests: { ...typical, digests: 0 }, worst: { ...typical, files: 149e6 } };
})();

/** Busy Regions of an account in a load: each writes 12 files an hour. */
export const busyRegions = ({ files, accounts }: MonthlyLoad): number => Math.round(files / accounts / (12 * 720));

/** What the cost rests on, all of it measured. */
export interface CostBasis {
  /** What one account takes of the table on a day on which all its users called. */
  readonly daily: DailyUse;
  /** A simulated day; its requests grow with users and accounts, not with files. */
  readonly day: OrganizationFigures;
  readonly ofFunction: FunctionFigures;
  /** Log files and digests of one group of accounts, with as many busy Regions as the load has. */
  readonly signed: SignedFigures;
}

/** Dollars a month. */
export interface MonthlyCost {
  readonly parts: Readonly<Record<'sightings' | 'files' | 'marks' | 'digests' | 'dailyRun' | 'standing', number>>;
  readonly total: number;
  /** The same if each request of the queue's readers brings one message instead of ten. */
  readonly atMost: number;
  /**
   * What the user pays beside: for the trail itself, for notifications that take the way over EventBridge, and for
   * reading from a bucket with a KMS key and without a bucket key.
   */
  readonly beside: Readonly<
    Record<
      'storageOfAMonthsFiles' | 'deliveryByCloudTrail' | 'notificationsByEventBridge' | 'decryptionWithoutBucketKey',
      number
    >
  >;
}

/** Assumed: S3 answers in 30 ms. The function fetches eight log files or sixteen digests at once. */
const fetchMs = { file: 30 / 8, digest: 30 / 16 };
const functionGb = 1769 / 1024;
/** Documented: a message is sent once, and received and deleted with at most nine others. */
const messagesAtOnce = 10;
/** Compressed; CloudTrail's files are small where there are many. Assumed. */
const kilobytesAFile = 10;
/** Digests of the measured trail begin at the full hour. Others name log files of two hours, so they look twice. */
const hoursADigest = 2;

/** The cost of a month from what was measured of a day, of the bundled function, and of signed files. */
export function monthlyCost(load: MonthlyLoad, basis: CostBasis): MonthlyCost {
  const { cpuMsAFile, cpuMsADigest } = basis.ofFunction;
  const { marks, counted } = digestDollars(load, basis.signed);
  const objects = load.files + load.digests;
  const parts = {
    sightings: sightingDollars(load, basis.day),
    files: load.files * objectDollars(cpuMsAFile + fetchMs.file, basis.signed),
    marks,
    digests: load.digests * objectDollars(cpuMsADigest + fetchMs.digest, basis.signed) + counted,
    dailyRun: dailyRunDollars(load, basis.daily),
    standing: standingDollars(load),
  };
  const total = Object.values(parts).reduce((sum, part) => sum + part, 0);
  const moreReceived = perMillion(objects * (1 - 1 / messagesAtOnce), prices.millionQueueRequests);
  const beside = {
    storageOfAMonthsFiles: (objects * kilobytesAFile * prices.gbMonth) / 1e6,
    deliveryByCloudTrail: perMillion(objects, prices.millionPuts),
    notificationsByEventBridge: perMillion(objects, prices.millionBusEvents),
    decryptionWithoutBucketKey: perMillion(objects, prices.millionKeyUses),
  };
  return { parts, total, atMost: total + moreReceived, beside };
}

/** The day's requests for thirty days, in the proportion of the users: a Region's proofs go with the accounts. */
function sightingDollars({ users }: MonthlyLoad, { use, users: simulated, hours }: OrganizationFigures): number {
  const days = (30 * 24) / hours;
  return (requestDollars(use.writes, use.strongReads, use.eventualReads) * days * users) / simulated;
}

/** One object: its message, its request to S3, its share of an invocation, and the function's time. */
function objectDollars(ms: number, { files, digests, batches, groups }: SignedFigures): number {
  const objectsABatch = ((files + digests) * groups) / batches;
  return (
    perMillion(1 + 2 / messagesAtOnce, prices.millionQueueRequests) +
    perMillion(1, prices.millionGets) +
    perMillion(1 / objectsABatch, prices.millionInvocations) +
    (ms / 1000) * functionGb * prices.gbSecond
  );
}

/** What marks and digests take of the table: marks are written with files, and read with digests. */
function digestDollars({ files, digests }: MonthlyLoad, signed: SignedFigures) {
  if (digests === 0) return { marks: 0, counted: 0 };
  const eachDigest = digests / signed.digests;
  const reads = signed.marks.reads * eachDigest * hoursADigest;
  return {
    marks: requestDollars((signed.marks.writes * files) / signed.files, reads),
    counted: requestDollars(signed.counted.writes * eachDigest, signed.counted.reads * eachDigest),
  };
}
