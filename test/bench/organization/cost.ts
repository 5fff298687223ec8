import { prices } from './prices.ts';
import type { OrganizationFigures } from './simulate.ts';

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

/** What the cost rests on: measured figures of a run, and the assumptions that stand beside them. */
export interface CostBasis {
  /** A simulated day; its requests grow with users and accounts, not with files. */
  readonly day: OrganizationFigures;
  readonly cpuMsAFile: number;
}

/** Dollars a month. */
export interface MonthlyCost {
  readonly parts: Readonly<Record<'sightings' | 'files' | 'marks' | 'digests', number>>;
  readonly total: number;
  /** What the user pays beside: reading is in `parts`, keeping the files is not. */
  readonly beside: Readonly<Record<'storageOfAMonthsFiles' | 'notificationsByEventBridge', number>>;
}

/** Eight objects are fetched at once, 30 ms each; a message is sent once, and received and deleted with nine others. */
const fetchMs = 30 / 8;
const functionGb = 1769 / 1024;
const queueRequests = 1 + 2 / 10;
const filesABatch = 1000;
/** Compressed; CloudTrail's files are small where there are many. */
const kilobytesAFile = 10;
/** Requests to the table for one digest, from counts of a trail's hours: its chain, the proofs, the marks. */
const ofDigest = { writes: 5.5, reads: 6, processorMs: 40 };

/** The cost of a month from what a day's simulation and the bundled flow measured. */
export function monthlyCost(load: MonthlyLoad, { day, cpuMsAFile }: CostBasis): MonthlyCost {
  const parts = {
    sightings: sightingDollars(load, day),
    files: load.files * fileDollars(cpuMsAFile + fetchMs),
    marks: markDollars(load),
    digests: load.digests * (fileDollars(ofDigest.processorMs) + requestDollars(ofDigest.writes, ofDigest.reads)),
  };
  const beside = {
    storageOfAMonthsFiles: ((load.files + load.digests) * kilobytesAFile * prices.gbMonth) / 1e6,
    notificationsByEventBridge: perMillion(load.files + load.digests, prices.millionBusEvents),
  };
  return { parts, total: Object.values(parts).reduce((sum, part) => sum + part, 0), beside };
}

const perMillion = (count: number, price: number): number => (count * price) / 1e6;

const requestDollars = (writes: number, strongReads: number, eventualReads = 0): number =>
  perMillion(writes, prices.millionWrites) + perMillion(strongReads + eventualReads / 2, prices.millionReads);

/** The day's requests for thirty days, in the proportion of the users: a Region's proofs go with the accounts. */
function sightingDollars({ users }: MonthlyLoad, { use, users: simulated, hours }: OrganizationFigures): number {
  const days = (30 * 24) / hours;
  return (requestDollars(use.writes, use.strongReads, use.eventualReads) * days * users) / simulated;
}

/** One object: its message, its request to S3, its share of an invocation, and the function's time. */
const fileDollars = (ms: number): number =>
  perMillion(queueRequests, prices.millionQueueRequests) +
  perMillion(1, prices.millionGets) +
  perMillion(1 / filesABatch, prices.millionInvocations) +
  (ms / 1000) * functionGb * prices.gbSecond;

/** Where there are digests, a file is remembered until one names it: a write for its folder and hour in each batch. */
const markDollars = ({ files, digests }: MonthlyLoad): number => (digests === 0 ? 0 : requestDollars(files, 0));
