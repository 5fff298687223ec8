import { describe, expect, it } from 'vitest';
import { newIngestMemory } from '../../../handlers/ingest/ingest-memory.ts';
import { record } from '../../domain/builders.ts';
import { type Fate, flaky } from '../../fakes/flaky-table.ts';
import { type IngestTable, sightingModel } from '../../fakes/sighting-model.ts';
import { sandbox } from './ingest-world.ts';

const call = (eventTime: string) => record({ eventTime, eventID: eventTime });
const turn = ['2026-10-30T10:00:00Z', '2026-10-31T23:50:00Z', '2026-11-01T00:05:00Z', '2026-11-01T09:00:00Z'].map(call);
const bothMonths = [
  ['2026-10', 0b11 << 29],
  ['2026-11', 0b1],
];

/** All days of the one user in the table, and the months whose days are in its entry. */
async function daysIn({ read, table }: ReturnType<typeof sightingModel>) {
  const account = await read();
  const [first] = [...account.lastSeen];
  const held = first && (await table.readEntry(account.accountId, first[0]));
  return { days: [...(first?.[1].days ?? [])].sort(), inEntry: [...(held?.lastSeen.days.keys() ?? [])] };
}

describe('at the turn of a month', () => {
  it('the days move out of the entry, and only the current month stays in it', async () => {
    const model = sightingModel();
    const { take } = sandbox(model.table);
    for (const each of turn) await take(each);
    expect(await daysIn(model)).toEqual({ days: bothMonths, inEntry: ['2026-11'] });
  });

  const calls: readonly (keyof IngestTable)[] = ['apply', 'writeUnlessDormant', 'writeIfUnchanged', 'removeDays'];
  const crashes = calls.flatMap((at) => (['before', 'after'] as const).map((fate) => [fate, at] as const));
  it.each(crashes)(
    'no day is lost in a sandbox that dies %s any %s, however many went well before',
    async (fate, at) => {
      for (let wellBefore = 0; wellBefore < 8; wellBefore++) {
        const model = sightingModel();
        let left = wellBefore;
        const dies = (name: keyof IngestTable): Fate => (name === at && left-- === 0 ? fate : 'well');
        const first = sandbox(flaky(model.table, dies));
        for (const each of turn) {
          const { counts } = await first.take(each);
          if (counts.failed > 0) await sandbox(model.table, { memory: newIngestMemory() }).take(each);
        }
        expect([wellBefore, (await daysIn(model)).days]).toEqual([wellBefore, bothMonths]);
      }
    },
  );

  it('no day is lost between two sandboxes that take turns, the second with looks that are stale', async () => {
    for (let behind = 0; behind < 6; behind++) {
      const model = sightingModel(() => behind);
      const [one, other] = [sandbox(model.table), sandbox(model.table)];
      await Promise.all(turn.map((each, index) => (index % 2 === 0 ? one : other).take(each)));
      for (const each of turn) await other.take(each);
      expect([behind, (await daysIn(model)).days]).toEqual([behind, bothMonths]);
    }
  });
});

describe('a sandbox', () => {
  const counting = (table: IngestTable) => {
    const calls: string[] = [];
    const counted = flaky(table, (name) => {
      if (name !== 'apply' && name !== 'readWatchEventually') calls.push(name);
      return 'well';
    });
    return { counted, take: () => calls.splice(0) };
  };
  const at = (minutes: number) => call(new Date(Date.UTC(2026, 10, 20, 8, minutes)).toISOString().replace('.000', ''));

  it('that is alone writes without looking', async () => {
    const { counted, take } = counting(sightingModel().table);
    const one = sandbox(counted);
    await one.take(at(0));
    expect(take()).toEqual(['readEventually', 'writeIfUnchanged']);
    await one.take(at(65));
    await one.take(at(200));
    expect(take()).toEqual(['writeUnlessDormant', 'writeUnlessDormant']);
  });

  it('that met another looks before it writes, and leaves out what the other wrote', async () => {
    const { table } = sightingModel();
    const { counted, take } = counting(table);
    const [one, other] = [sandbox(counted), sandbox(table)];
    await one.take(at(0));
    await other.take(at(70));
    await one.take(at(80));
    take();
    await other.take(at(150));
    await one.take(at(155));
    expect(take()).toEqual(['readEventually']);
  });

  it('that finds no other for long writes without looking again', async () => {
    const { table } = sightingModel();
    const { counted, take } = counting(table);
    const one = sandbox(counted);
    await one.take(at(0));
    await sandbox(table).take(at(70));
    for (let hour = 1; hour < 40; hour++) await one.take(at(hour * 70 + 5));
    take();
    await one.take(at(40 * 70 + 5));
    expect(take()).toEqual(['writeUnlessDormant']);
  });
});
