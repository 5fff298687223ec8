import { expect, test, vi } from 'vitest';
import { pacedTable } from '../../../handlers/archive/paced-table.ts';
import { account } from '../../domain/builders.ts';
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
