import { ingest } from '../../handlers/ingest/ingest.ts';
import { randomOf } from '../../handlers/sample/random.ts';
import { benchContext, deliveryOf } from './ingest-activity-bench.ts';
import { manyAccountsTable } from './organization/many-accounts-table.ts';
import { writeEquivalents } from './table-meter.ts';
import { callOf, eventsOf } from './write-equivalents.ts';
const out: string[] = [];
for (const moments of ['even', 'random'] as const)
  for (const sandboxes of [1, 3, 10]) {
    const found: number[] = [];
    for (let seed = 11; seed < 19; seed++) {
      const { table, use } = manyAccountsTable();
      const random = randomOf(seed);
      const contexts = Array.from({ length: sandboxes }, () => benchContext(60, table));
      for (const { user, at } of eventsOf({ users: 100, sandboxes, moments }, random))
        await ingest([deliveryOf(callOf(user, at))], random.pick(contexts));
      found.push(writeEquivalents(use()) / 2400);
    }
    console.log(moments, sandboxes, found.map((n) => n.toFixed(3)).join(' '));
  }
