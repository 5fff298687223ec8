import { ClassicLevel } from 'classic-level';
import type { Item } from '../aws/dynamodb/sighting-item.ts';

/**
 * The items of the table on disk, as JSON in LevelDB. Changes are on disk in the order in which they were made: a
 * killed process leaves a first part of them. The file system holds a lock: one process at a time.
 */
export interface EntryStore {
  /** One item with its `entry`; undefined where there is none. It sees changes that are not on disk yet. */
  read(partition: string, entry: string): Item | undefined;
  /** The items of a partition, in order of their entries; those alone whose entry begins with `prefix`. */
  readPartition(partition: string, prefix?: string): Promise<Item[]>;
  /** The items whose entry is at least `from` and before `end`; without one of them, from the first or to the last. */
  readRange(partition: string, from: string | undefined, end: string | undefined): Promise<Item[]>;
  /** The items of the partition that an index holds under the term, in order of their rank. */
  readIndexed(index: IndexName, partition: string, term: string): Promise<Item[]>;
  /** Puts what `update` makes of an item in its place; undefined removes it. Returns when that is on disk. */
  change(partition: string, entry: string, update: (before: Item | undefined) => Item | undefined): Promise<void>;
  /** Puts what `replacing` makes of an item in its place. False, and nothing changes, where it makes nothing. */
  changeIf(
    partition: string,
    entry: string,
    replacing: (before: Item | undefined) => Item | undefined,
  ): Promise<boolean>;
  close(): Promise<void>;
}

/** `state`: assessments by their state, ranked by the time since when the user is idle. `name`: by the user's name. */
export type IndexName = 'state' | 'name';

/** Where an item stands in an index. The rank orders items of one term. */
export interface IndexPlace {
  readonly index: IndexName;
  readonly term: string;
  readonly rank: string;
}

/**
 * Opens the store in `path`; it makes one only where it `isNew`: a folder that lost files must not begin anew. It
 * throws LEVEL_LOCKED as code of the cause where another process has it.
 */
export async function openEntryStore(
  path: string,
  placesOf: (item: Item) => readonly IndexPlace[],
  isNew: boolean,
): Promise<EntryStore> {
  const level = new ClassicLevel(path, { writeBufferSize, createIfMissing: isNew });
  await level.open();
  const writer = groupedWriter(level);

  const read = (partition: string, entry: string): Item | undefined => {
    const text = writer.read(keyOf('item', partition, entry));
    return text === undefined ? undefined : itemOf(entry, text);
  };
  const indexKeys = (partition: string, entry: string, item: Item | undefined) =>
    (item === undefined ? [] : placesOf(item)).map(({ index, term, rank }) =>
      keyOf(index, partition, term, rank, entry),
    );

  const itemsIn = async (partition: string, range: ReturnType<typeof beginningWith>) => {
    const start = Buffer.byteLength(keyOf('item', partition, ''));
    const found = await level.iterator<Buffer, string>(range).all();
    return found.map(([key, text]) => itemOf(key.toString('utf8', start), text));
  };

  const change: EntryStore['change'] = (partition, entry, update) => {
    const before = read(partition, entry);
    const after = update(before);
    for (const key of indexKeys(partition, entry, before)) writer.stage(key, undefined);
    writer.stage(keyOf('item', partition, entry), after && textOf(after));
    for (const key of indexKeys(partition, entry, after)) writer.stage(key, entry);
    return writer.commit();
  };

  return {
    read,
    readPartition: (partition, prefix = '') => itemsIn(partition, beginningWith(keyOf('item', partition, prefix))),
    readRange: (partition, from = '', end) => {
      const { lt, ...range } = beginningWith(keyOf('item', partition, ''));
      const gte = Buffer.from(keyOf('item', partition, from));
      return itemsIn(partition, {
        ...range,
        gte,
        lt: end === undefined ? lt : Buffer.from(keyOf('item', partition, end)),
      });
    },
    readIndexed: async (index, partition, term) => {
      const entries: string[] = await level
        .values<Buffer, string>(beginningWith(keyOf(index, partition, term, '')))
        .all();
      return entries.map((entry) => read(partition, entry)).filter((item) => item !== undefined);
    },
    change,
    changeIf: async (partition, entry, replacing) => {
      const after = replacing(read(partition, entry));
      if (after !== undefined) await change(partition, entry, () => after);
      return after !== undefined;
    },
    close: async () => {
      await writer.commit();
      await level.close();
    },
  };
}

/** So many bytes are kept in memory before LevelDB sorts them into a file. */
const writeBufferSize = 16 * 1024 * 1024;

type Kind = 'item' | IndexName;

/** Well-formed text, as it is stored: two keys that are equal on disk are equal here. */
const keyOf = (kind: Kind, ...parts: readonly string[]): string => [kind, ...parts].join('\0').toWellFormed();

/** The range of the keys that begin with this text. No byte of UTF-8 is 255: nothing of them sorts behind this end. */
function beginningWith(prefix: string) {
  const gte = Buffer.from(prefix);
  return { gte, lt: Buffer.concat([gte, Buffer.of(255)]), keyEncoding: 'buffer', valueEncoding: 'utf8' } as const;
}

/** `accountId` and `entry` are in the key. */
const textOf = ({ accountId: _, entry: __, ...attributes }: Item): string => JSON.stringify(attributes);

const itemOf = (entry: string, text: string): Item => ({ ...JSON.parse(text), entry });

/** Writes what was staged while the last batch was written as the next batch: one batch for many changes. */
function groupedWriter(level: ClassicLevel) {
  type Staged = Map<string, string | undefined>;
  let staged: Staged = new Map();
  let inFlight: Staged = new Map();
  let next: Promise<void> | undefined;
  let latest: Promise<void> = Promise.resolve();

  const write = async () => {
    [inFlight, staged, next] = [staged, new Map(), undefined];
    const operations = [...inFlight].map(([key, value]) =>
      value === undefined ? { type: 'del' as const, key } : { type: 'put' as const, key, value },
    );
    await level.batch(operations).finally(() => {
      inFlight = new Map();
    });
  };

  return {
    read: (key: string): string | undefined => {
      if (staged.has(key)) return staged.get(key);
      return inFlight.has(key) ? inFlight.get(key) : level.getSync(key);
    },
    stage: (key: string, value: string | undefined) => void staged.set(key, value),
    commit: (): Promise<void> => {
      if (next !== undefined) return next;
      next = latest.then(write);
      latest = next.catch(() => {});
      return next;
    },
  };
}
