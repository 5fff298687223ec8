import { megabytesOf } from './measure-function.ts';
import { measuredCosts } from './measured-costs.ts';
import { simulate } from './simulate.ts';

/** Options: `--accounts 1000 --hours 24`. Prints JSON; test/README.md says what the fields mean. */
const option = (name: string, fallback: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : Number(process.argv[at + 1]);
};
const [accounts, hours] = [option('accounts', 1000), option('hours', 24)];

const memory = { subjects: 60_000, megabytes: megabytesOf(60_000) };
const small = await simulate({ accounts: accounts / 10, users: accounts * 5, hours, seed: 1 });
const whole = await simulate({ accounts, users: accounts * 50, hours, seed: 1 });
const { ofFunction, signed, costs } = await measuredCosts(whole);
const growth = whole.use.writes / small.use.writes;
process.stdout.write(`${JSON.stringify({ memory, ofFunction, signed, small, whole, growth, costs }, null, 2)}\n`);
