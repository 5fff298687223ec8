import { expect, test, vi } from 'vitest';
import { foldRecord, newRecordFold } from '../../../domain/cloudtrail/record-fold.ts';
import { pacedTable } from '../../../handlers/archive/paced-table.ts';
import { newIngestMemory } from '../../../handlers/ingest/ingest-memory.ts';
import { writeFold } from '../../../handlers/ingest/write-fold.ts';
import { manyAccountsTable } from '../../bench/organization/many-accounts-table.ts';
import { account, now, recordBy } from '../../domain/builders.ts';
import { sightingModel } from '../../fakes/sighting-model.ts';

const [busy, other] = [account(), account('210987654321')];

test('one account takes 33 writes in any second, while another does not wait for it', async () => {
  vi.useFakeTimers();
  try {
    const { table } = sightingModel();
    const started: string[] = [];
    const noting = { ...table, apply: async (write: { accountId: string }) => void started.push(write.accountId) };
    const paced = pacedTable(noting);
    const all = Array.from({ length: 100 }, () => paced.apply({ kind: 'account', accountId: busy }));
    all.push(paced.apply({ kind: 'account', accountId: other }));
    const counts: number[] = [];
    for (let second = 0; second < 3; second++) {
      await vi.advanceTimersByTimeAsync(999);
      counts.push(started.filter((each) => each === busy).length);
      await vi.advanceTimersByTimeAsync(1);
    }
    expect(counts).toEqual([33, 66, 99]);
    expect(started.slice(0, 34)).toContain(other);
    await Promise.all(all);
  } finally {
    vi.useRealTimers();
  }
});

test('a batch of many accounts takes as long as its largest one, not as long as all one after another', async () => {
  const fold = newRecordFold();
  const [accounts, users] = [60, 70];
  for (let index = 0; index < accounts * users; index++) {
    const accountId = account(`${100_000_000_000 + Math.floor(index / users)}`);
    const identity = { accountId, principalId: `AIDA${`${index}`.padStart(16, '0')}` };
    foldRecord(fold, recordBy(identity, { recipientAccountId: accountId, eventID: `${index}` }), now);
  }
  vi.useFakeTimers();
  try {
    const { table, use } = manyAccountsTable();
    const settings = { resolutionMinutes: 60, thresholdDays: 90 };
    let isDone = false;
    const context = { table: pacedTable(table), memory: newIngestMemory(), now, settings };
    const written = writeFold(fold, context).then(() => {
      isDone = true;
    });
    await vi.advanceTimersByTimeAsync(1900);
    expect(isDone).toBe(false);
    await vi.advanceTimersByTimeAsync(1100);
    expect([isDone, use().writes > accounts * users]).toEqual([true, true]);
    await written;
  } finally {
    vi.useRealTimers();
  }
});
