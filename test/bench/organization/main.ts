import { writeFileSync } from 'node:fs';
import { measureRuns } from '../organization-run/measure-runs.ts';
import { megabytesOf } from './measure-function.ts';
import { measuredCosts } from './measured-costs.ts';
import { simulateMonth } from './month.ts';
import { type OrganizationFigures, simulate } from './simulate.ts';

/**
 * Options: `--accounts 1000 --hours 1 --sample 5 --json FILE --no-costs`. Prints JSON; test/README.md says what the
 * fields mean.
 */
const at = (name: string): number => process.argv.indexOf(`--${name}`);
const option = (name: string, fallback: number): number =>
  at(name) < 0 ? fallback : Number(process.argv[at(name) + 1]);
const [accounts, hours, sample] = [option('accounts', 1000), option('hours', 1), option('sample', 5)];

const requestsOf = ({ use }: OrganizationFigures) => use.writes + use.strongReads + use.eventualReads;

const startedMs = performance.now();
const say = (what: string) =>
  process.stderr.write(`${Math.round((performance.now() - startedMs) / 1000)} s: ${what}\n`);
const memory = { subjects: 60_000, megabytes: megabytesOf(60_000) };
say('a tenth of the accounts');
const small = await simulate({ accounts: accounts / 10, users: accounts * 5, hours, seed: 1 });
say('all accounts');
const whole = await simulate({ accounts, users: accounts * 50, hours, seed: 1 });
const growth = {
  writes: whole.use.writes / small.use.writes,
  requests: requestsOf(whole) / requestsOf(small),
  subjects: whole.subjects / small.subjects,
};
say('the daily run');
const runs = [...(await measureRuns(accounts / 10)), ...(await measureRuns(accounts))];
say('a month');
const month = await simulateMonth(accounts, sample);
say('costs');
const costs = process.argv.includes('--no-costs') ? undefined : await measuredCosts(month.sampled);
const seconds = (performance.now() - startedMs) / 1000;
const text = JSON.stringify({ memory, small, whole, growth, runs, month, ...costs, seconds }, null, 2);
const file = at('json') < 0 ? undefined : process.argv[at('json') + 1];
if (file !== undefined) writeFileSync(file, `${text}\n`);
process.stdout.write(`${text}\n`);
