import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { isJsonObject, type JsonObject, textAt } from '../../domain/json.ts';
import { parseEntry } from '../../domain/sightings/entry.ts';
import type { EntryStore } from './entry-store.ts';

const tableFolder = 'table';

/** What a data folder of format 1 has beside its mark: the files of an embedded DynamoDB server, and a lock. */
export const formerFolders = [tableFolder, 'lock'] as const;

/** The server's keys of the table's items begin so. */
const items = 'item-lastseen~';

const itemsAtOnce = 1000;

/**
 * Copies the items of a data folder of format 1. To copy them again changes nothing. Throws LEVEL_LOCKED as code of the
 * cause where a version of that time is using the folder.
 */
export async function copyFormerTable(dir: string, store: EntryStore): Promise<void> {
  const path = join(dir, tableFolder);
  if (!existsSync(path)) return;
  const level = new ClassicLevel<string, unknown>(path, { createIfMissing: false, valueEncoding: 'json' });
  await level.open();
  try {
    const values = level.values({ gte: items, lt: `${items}\xff` });
    for (let some = await values.nextv(itemsAtOnce); some.length > 0; some = await values.nextv(itemsAtOnce)) {
      await Promise.all(some.map((stored) => copyItem(plainItem(stored), store)));
    }
  } finally {
    await level.close();
  }
}

async function copyItem(item: JsonObject, store: EntryStore): Promise<void> {
  const [partition, entry] = [textAt(item, 'accountId'), parseEntry(item['entry'])];
  if (partition !== undefined && entry !== undefined) await store.change(partition, entry, () => item);
}

const plainItem = (stored: unknown): JsonObject =>
  Object.fromEntries(Object.entries(isJsonObject(stored) ? stored : {}).map(([name, value]) => [name, plain(value)]));

/** A value in DynamoDB's JSON, `{"S":"text"}`, as plain JSON. Sets become lists; bytes stay in base64. */
function plain(value: unknown): unknown {
  const [type = '', held] = Object.entries(isJsonObject(value) ? value : {})[0] ?? [];
  switch (type) {
    case 'N':
      return Number(held);
    case 'NS':
      return (held as string[]).map(Number);
    case 'L':
      return (held as unknown[]).map(plain);
    case 'M':
      return plainItem(held);
    case 'NULL':
      return null;
    default:
      return held;
  }
}
