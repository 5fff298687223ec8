import { isJsonObject, type JsonObject } from '../../../domain/json.ts';
import { itemOfWrite } from '../../../domain/lifecycle/lifecycle-write.ts';
import { belowEntry, brakeEntry, userEntry } from '../../../domain/sightings/entry.ts';
import { lifecycleItem, mayReplace } from '../../../infra/aws/dynamodb/lifecycle-item.ts';
import type { LifecycleStore } from '../../../infra/ports/lifecycle-store.ts';

/** Lifecycles in memory, stored as JSON as in any table. `before` is called before each call, `after` behind it. */
export function memoryLifecycles(
  before: (call: keyof LifecycleStore) => Promise<void> = async () => {},
  after: (call: keyof LifecycleStore) => Promise<void> = async () => {},
): LifecycleStore & { readonly items: Map<string, JsonObject> } {
  const items = new Map<string, JsonObject>();
  const read = (isWanted: (entry: string) => boolean) =>
    [...items].flatMap(([entry, item]) => (isWanted(entry) ? [structuredClone(item)] : []));
  const around = async <T>(call: keyof LifecycleStore, work: () => T): Promise<T> => {
    await before(call);
    const answer = work();
    await after(call);
    return answer;
  };
  return {
    items,
    readLifecycles: () => around('readLifecycles', () => read(() => true)),
    readLifecycleOf: (_, userId) =>
      around('readLifecycleOf', () =>
        read((entry) => {
          const own = userEntry(userId);
          return entry === brakeEntry || entry === own || entry.startsWith(belowEntry(own));
        }),
      ),
    writeLifecycle: (accountId, write) =>
      around('writeLifecycle', () => {
        const { entry } = itemOfWrite(write);
        const isAllowed = mayReplace(items.get(entry), write);
        const item: unknown = JSON.parse(JSON.stringify(lifecycleItem(accountId, write)));
        if (isAllowed && isJsonObject(item)) items.set(entry, item);
        return isAllowed;
      }),
  };
}
