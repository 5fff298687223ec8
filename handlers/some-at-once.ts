import pMap from 'p-map';

const mostAtOnce = 16;

/**
 * Does the work for each item, for some at once. After a failure no further work begins; what runs comes to its end,
 * and then the failure is thrown.
 */
export async function someAtOnce<T>(
  items: readonly T[],
  work: (item: T) => Promise<unknown>,
  concurrency = mostAtOnce,
): Promise<void> {
  const failures: unknown[] = [];
  const attempt = async (item: T) => {
    if (failures.length > 0) return;
    await work(item).catch((error: unknown) => failures.push(error));
  };
  await pMap(items, attempt, { concurrency });
  if (failures.length > 0) throw failures[0];
}
