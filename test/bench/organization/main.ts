import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { dailyUse } from './daily-use.ts';
import { type GrowthFigures, measureGrowth } from './growth.ts';
import { measureFunction, megabytesOf } from './measure-function.ts';
import { costsOf, type MeasuredCosts, measureSigned } from './measured-costs.ts';
import { simulateMonth } from './month.ts';

/**
 * Options: `--accounts 1000 --hours 1 --sample 2 --json FILE --no-costs`. Prints JSON; test/README.md says what the
 * fields mean. A second process measures growth and signed files, while the first one simulates the month.
 */
const given = process.argv.slice(2);
const argumentOf = (name: string): string | undefined =>
  given.includes(`--${name}`) ? given[given.indexOf(`--${name}`) + 1] : undefined;
const option = (name: string, fallback: number): number => Number(argumentOf(name) ?? fallback);
const [accounts, hours, sample] = [option('accounts', 1000), option('hours', 1), option('sample', 2)];
const hasCosts = !given.includes('--no-costs');

const startedMs = performance.now();
const seconds = () => Math.round((performance.now() - startedMs) / 1000);
const say = (what: string) => process.stderr.write(`${seconds()} s: ${what}\n`);

/** What the second process measures; no signed files where no costs are asked for. */
interface Beside {
  readonly growth: GrowthFigures;
  readonly worst: MeasuredCosts['signed']['worst'] | undefined;
}

async function measureBeside(): Promise<Beside> {
  const growth = await measureGrowth(accounts, hours, say);
  say('signed files of seventeen busy Regions');
  const worst = hasCosts ? await measureSigned('worst') : undefined;
  say('growth and the worst load are measured');
  return { growth, worst };
}

/** This program as a process of its own. */
async function beside(): Promise<Beside> {
  const child = fork(process.argv[1] ?? '', [...given, '--beside'], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('the second process ended without figures')));
  const [figures] = await Promise.race([once(child, 'message'), ended]);
  return figures;
}

async function measureAlone() {
  say('a day of the table');
  const daily = await dailyUse();
  say('the function');
  const ofFunction = await measureFunction();
  say('signed files of four busy Regions');
  return { daily, ofFunction, typical: await measureSigned('typical') };
}

function measuredOf(
  { typical, ...alone }: Awaited<ReturnType<typeof measureAlone>>,
  worst: MeasuredCosts['signed']['worst'],
) {
  return { ...alone, signed: { typical, worst } };
}

async function measureAll(): Promise<void> {
  const memory = { subjects: 60_000, megabytes: megabytesOf(60_000) };
  const measuring = beside();
  say('a month');
  const month = await simulateMonth(accounts, sample);
  const alone = hasCosts ? await measureAlone() : undefined;
  say('the month and the typical load are measured');
  const { growth, worst } = await measuring;
  const measured = alone && worst && measuredOf(alone, worst);
  const costs = measured && costsOf(month.sampled, measured);
  const text = JSON.stringify({ memory, ...growth, month, ...measured, costs, seconds: seconds() }, null, 2);
  const file = argumentOf('json');
  if (file !== undefined) writeFileSync(file, `${text}\n`);
  process.stdout.write(`${text}\n`);
}

if (given.includes('--beside')) {
  const figures = await measureBeside();
  process.send?.(figures, () => process.disconnect());
} else await measureAll();
