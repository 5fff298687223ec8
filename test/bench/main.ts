import { renderTable } from '../../handlers/cli/render/table.ts';
import { terminalOf } from '../../handlers/cli/terminal.ts';
import { benchIngest, type IngestFigures } from './ingest-bench.ts';
import { benchReconcile, type ReconcileFigures } from './reconcile-bench.ts';
import { benchTables, type TableFigures } from './table-bench.ts';
import { benchDay, type DayFigures, dayCourses } from './write-equivalents.ts';

/** List prices of us-east-1 in dollars; infra/stack/README.md, "What it costs". */
const prices = { millionWrites: 0.625, millionReads: 0.125, millionInvocations: 0.2, gbSecond: 0.0000133 };
const memoryGb = 0.25;
/** The time of an invocation outside our own code: the runtime's share and a round trip to the table for a write. */
const invocationMs = { coalesced: 1.5, written: 6 };

const write = (text: string) => void process.stdout.write(`${text}\n`);
const round = (value: number, digits = 2) => value.toFixed(digits);

function table(title: string, head: readonly string[], rows: readonly (readonly string[])[]): void {
  const columns = head.map((name) => ({ title: name }));
  write(`\n${title}\n${renderTable(columns, rows, terminalOf({}, {}, {})).join('\n')}`);
}

function tellReconcile(figures: readonly ReconcileFigures[]): void {
  table(
    'One reconcile against the per-user script (list-users, list-access-keys, get-access-key-last-used), same server',
    ['users', 'IAM calls', 'script', 'ratio', 'seconds', 'script', 'ratio'],
    figures.map(({ users, reconcile, perUserScript }) => [
      `${users}`,
      `${reconcile.iamCalls}`,
      `${perUserScript.iamCalls}`,
      round(perUserScript.iamCalls / reconcile.iamCalls, 0),
      round(reconcile.seconds),
      round(perUserScript.seconds),
      round(perUserScript.seconds / reconcile.seconds, 1),
    ]),
  );
}

function tellIngest({ microsecondsPerCoalescedEvent, activities, bundle }: IngestFigures): void {
  write(`\nA coalesced event: ${round(microsecondsPerCoalescedEvent, 1)} microseconds`);
  table(
    'Table writes of ingest, for the activity of the sample account',
    [
      'records a day',
      'events',
      'resolution',
      'sandboxes',
      'writes per million events',
      'writes per user and active hour',
    ],
    activities.flatMap(({ recordsPerDay, events, resolutions }) =>
      resolutions.map(({ resolutionMinutes, sandboxes, writesPerMillionEvents, writesPerActiveHour }) => [
        `${recordsPerDay}`,
        `${events}`,
        `${resolutionMinutes} min`,
        `${sandboxes}`,
        round(writesPerMillionEvents, 0),
        round(writesPerActiveHour),
      ]),
    ),
  );
  table(
    'The function as it is deployed, against an empty one and the SDK clients alone',
    ['bundle', 'KB', 'import ms', 'of the SDK alone'],
    Object.entries(bundle).map(([name, { kilobytes, importMs }]) => [
      name,
      round(kilobytes, 0),
      round(importMs, 1),
      round(importMs / bundle.sdkAlone.importMs),
    ]),
  );
}

/** Dollars per million events: measured writes and reads, list prices, and assumed milliseconds of an invocation. */
function tellCost({ activities, microsecondsPerCoalescedEvent }: IngestFigures): void {
  const rows = activities.flatMap(({ recordsPerDay, resolutions }) =>
    resolutions.map(({ resolutionMinutes, sandboxes, writesPerMillionEvents, readsPerMillionEvents }) => {
      const writeShare = Math.min(1, writesPerMillionEvents / 1e6);
      const ms = invocationMs.coalesced + microsecondsPerCoalescedEvent / 1000 + writeShare * invocationMs.written;
      const duration = ms * 1000 * memoryGb * prices.gbSecond;
      const tableCost =
        (writesPerMillionEvents * prices.millionWrites + readsPerMillionEvents * prices.millionReads) / 1e6;
      const total = prices.millionInvocations + duration + tableCost;
      return [
        `${recordsPerDay}`,
        `${resolutionMinutes} min`,
        `${sandboxes}`,
        round(duration, 3),
        round(tableCost, 3),
        round(total, 3),
      ];
    }),
  );
  table(
    `Dollars per million events: invocation ${prices.millionInvocations}, ${memoryGb * 1000} MB at an assumed ${invocationMs.coalesced} ms, ${invocationMs.written} ms more with a write`,
    ['records a day', 'resolution', 'sandboxes', 'duration', 'table', 'all in'],
    rows,
  );
}

function tellTables(figures: readonly TableFigures[]): void {
  table(
    'Seconds of one command: the embedded table, and a DynamoDB server in the process, on disk, as it was before',
    ['command', 'writes', 'embedded', 'over HTTP', 'ratio'],
    figures.map(({ what, writes, embedded, overHttp }) => [
      what,
      writes === undefined ? '' : `${writes}`,
      round(embedded),
      round(overHttp),
      round(overHttp / embedded, 1),
    ]),
  );
}

function tellDays(figures: readonly DayFigures[]): void {
  table(
    'A day of users who call six times an hour, each call on a random sandbox; a read of an entry is 0.1 write, 0.2 if consistent',
    ['users', 'sandboxes', 'moments', 'writes', 'reads', 'consistent', 'write equivalents per user and hour'],
    figures.map(({ users, sandboxes, moments, use, equivalentsPerActiveHour }) => [
      `${users}`,
      `${sandboxes}`,
      moments,
      `${use.writes}`,
      `${use.eventualReads}`,
      `${use.strongReads}`,
      round(equivalentsPerActiveHour),
    ]),
  );
}

/** What is measured, by the names that the command line takes: `npm run bench -- days tables`. Without any, all. */
const parts: Readonly<Record<string, () => Promise<void>>> = {
  days: async () => {
    const days: DayFigures[] = [];
    for (const course of dayCourses) days.push(await benchDay(course));
    tellDays(days);
  },
  ingest: async () => {
    const ingest = await benchIngest();
    tellIngest(ingest);
    tellCost(ingest);
  },
  reconcile: async () => tellReconcile(await benchReconcile()),
  tables: async () => tellTables(await benchTables()),
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0) {
  throw new Error(`no such part: ${unknown.join(' ')}; give some of ${Object.keys(parts).join(' ')}`);
}
const startMs = performance.now();
for (const [name, measure] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  process.stderr.write(`${Math.round((performance.now() - startMs) / 1000)} s: ${name}\n`);
  await measure();
}
