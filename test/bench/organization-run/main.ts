/** The daily run over 100 and 1,000 accounts of 50 users in memory: requests and the flow's own time. */

import { atOnce, waitedS } from './assumed.ts';
import { measureRuns, users } from './measure-runs.ts';

const write = (line: string) => void process.stdout.write(`${line}\n`);

for (const accounts of [100, 1000]) {
  for (const { day, calls, ownSeconds, minutes, callsEach } of await measureRuns(accounts)) {
    write(`${accounts} accounts of ${users} users, ${day} day: ${calls} calls, ${ownSeconds.toFixed(1)} s own`);
    write(`  at ${atOnce} at once and ${waitedS} s each: ${minutes.toFixed(1)} min`);
    const each = Object.entries(callsEach).map(([name, count]) => `${name} ${count.toFixed(2)}`);
    write(`  each account: ${each.join(', ')}`);
  }
}
