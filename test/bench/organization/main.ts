import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { type GrowthFigures, measureGrowth } from './growth.ts';
import { megabytesOf } from './measure-function.ts';
import { measuredCosts } from './measured-costs.ts';
import { simulateMonth } from './month.ts';

/**
 * Options: `--accounts 1000 --hours 1 --sample 5 --json FILE --no-costs`. Prints JSON; test/README.md says what the
 * fields mean. Growth is measured in a second process, beside the month and the costs.
 */
const given = process.argv.slice(2);
const argumentOf = (name: string): string | undefined =>
  given.includes(`--${name}`) ? given[given.indexOf(`--${name}`) + 1] : undefined;
const option = (name: string, fallback: number): number => Number(argumentOf(name) ?? fallback);
const [accounts, hours, sample] = [option('accounts', 1000), option('hours', 1), option('sample', 5)];

const startedMs = performance.now();
const seconds = () => Math.round((performance.now() - startedMs) / 1000);
const say = (what: string) => process.stderr.write(`${seconds()} s: ${what}\n`);

/** This program as a process of its own, which measures growth alone. */
async function growthBeside(): Promise<GrowthFigures> {
  const child = fork(process.argv[1] ?? '', [...given, '--growth'], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('the second process ended without figures')));
  const [figures] = await Promise.race([once(child, 'message'), ended]);
  return figures;
}

async function measureAll(): Promise<void> {
  const memory = { subjects: 60_000, megabytes: megabytesOf(60_000) };
  const growing = growthBeside();
  say('a month');
  const month = await simulateMonth(accounts, sample);
  say('costs');
  const costs = given.includes('--no-costs') ? undefined : await measuredCosts(month.sampled);
  say('costs are measured');
  const text = JSON.stringify({ memory, ...(await growing), month, ...costs, seconds: seconds() }, null, 2);
  const file = argumentOf('json');
  if (file !== undefined) writeFileSync(file, `${text}\n`);
  process.stdout.write(`${text}\n`);
}

if (given.includes('--growth')) {
  const figures = await measureGrowth(accounts, hours, say);
  process.send?.(figures, () => process.disconnect());
} else await measureAll();
