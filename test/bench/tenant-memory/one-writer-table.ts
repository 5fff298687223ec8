import { isJsonObject, type JsonObject } from '../../../domain/json.ts';

type Request = Readonly<Record<string, unknown>>;
/** An item in DynamoDB's own form: `{"entry": {"S": "run"}}`. */
type Item = Record<string, unknown>;

const pageBytes = 1_000_000;

/**
 * DynamoDB's protocol over a table in memory for one process that writes: every condition holds. So 100,000 verdicts
 * take seconds. A query answers pages of 1 MB, as DynamoDB does.
 */
export function oneWriterTable(held: readonly JsonObject[]): Readonly<Record<string, (request: Request) => object>> {
  const partitions = new Map<string, Map<string, Item>>();
  const partitionOf = (key: unknown): Map<string, Item> => {
    const name = textOf(objectOf(key)['accountId']);
    const known = partitions.get(name) ?? new Map<string, Item>();
    partitions.set(name, known);
    return known;
  };
  const entryOf = (key: unknown): string => textOf(objectOf(key)['entry']);
  for (const plain of held) {
    const item = attributesOf(plain);
    partitionOf(item).set(entryOf(item), item);
  }
  const actions = {
    GetItem: ({ Key }: Request) => ({ Item: partitionOf(Key).get(entryOf(Key)) }),
    PutItem: ({ Item: item }: Request) => {
      const old = partitionOf(item).get(entryOf(item));
      partitionOf(item).set(entryOf(item), objectOf(item));
      return { Attributes: old };
    },
    DeleteItem: ({ Key }: Request) => {
      const old = partitionOf(Key).get(entryOf(Key));
      partitionOf(Key).delete(entryOf(Key));
      return { Attributes: old };
    },
    UpdateItem: (request: Request) => {
      const { Key } = request;
      const item = { ...objectOf(Key), ...partitionOf(Key).get(entryOf(Key)) };
      update(item, request);
      partitionOf(Key).set(entryOf(Key), item);
      return {};
    },
    Query: ({ KeyConditionExpression, ExpressionAttributeValues, ExclusiveStartKey }: Request) => {
      const values = objectOf(ExpressionAttributeValues);
      const partition = partitionOf({ accountId: values[':a'] });
      const after = ExclusiveStartKey === undefined ? '' : entryOf(ExclusiveStartKey);
      return pageOf(partition, within(`${KeyConditionExpression}`, values), after, values[':a']);
    },
  };
  return Object.fromEntries(
    Object.entries(actions).map(([name, action]) => [`DynamoDB_20120810.${name}`, action] as const),
  );
}

function pageOf(partition: ReadonlyMap<string, Item>, isIn: (entry: string) => boolean, after: string, a: unknown) {
  const Items: Item[] = [];
  let bytes = 0;
  const entries = [...partition.keys()].filter((entry) => entry > after && isIn(entry)).sort();
  for (const entry of entries) {
    const item = partition.get(entry) ?? {};
    Items.push(item);
    bytes += JSON.stringify(item).length;
    if (bytes > pageBytes && entry !== entries.at(-1))
      return { Items, LastEvaluatedKey: { accountId: a, entry: { S: entry } } };
  }
  return { Items };
}

/** The entries that a condition on the sort key takes. Throws at a condition that no code here makes. */
function within(condition: string, values: JsonObject): (entry: string) => boolean {
  const bound = (name: string | undefined) => textOf(values[`:${name}`]);
  const [, operator, name] = / AND entry ([<>]) :(\w+)$/.exec(condition) ?? [];
  if (operator !== undefined) return (entry) => (operator === '<' ? entry < bound(name) : entry > bound(name));
  if (condition.endsWith('BETWEEN :first AND :last'))
    return (entry) => entry >= bound('first') && entry <= bound('last');
  if (condition.endsWith('begins_with(entry, :e)')) return (entry) => entry.startsWith(bound('e'));
  if (condition === 'accountId = :a') return () => true;
  throw new Error(`no such condition: ${condition}`);
}

/** Sets, removes and adds as an update expression says. */
function update(item: Item, request: Request): void {
  const names = objectOf(request['ExpressionAttributeNames'] ?? {});
  const values = objectOf(request['ExpressionAttributeValues'] ?? {});
  const parts = `${request['UpdateExpression']}`.split(/ ?(SET|REMOVE|ADD) /).slice(1);
  const pathOf = (text: string) => text.split('.').map((part) => (part.startsWith('#') ? `${names[part]}` : part));
  for (let index = 0; index < parts.length; index += 2) {
    for (const step of (parts[index + 1] ?? '').split(/, (?![^(]*\))/)) {
      const [path = '', value = ''] = step.split(parts[index] === 'ADD' ? ' ' : ' = ');
      change(item, `${parts[index]}`, pathOf(path), values[/:\w+/.exec(value)?.[0] ?? ''], value);
    }
  }
}

function change(item: Item, kind: string, path: readonly string[], value: unknown, text: string): void {
  const [name = '', below] = path;
  const place = below === undefined ? item : objectOf(objectOf(item[name])['M']);
  const last = below ?? name;
  if (kind === 'REMOVE') delete place[last];
  else if (kind === 'ADD') place[last] = { NS: unionOf(place[last], value) };
  else if (!text.startsWith('if_not_exists') || place[last] === undefined) place[last] = value;
}

const unionOf = (...sets: readonly unknown[]): unknown[] => [
  ...new Set(sets.flatMap((set) => (isJsonObject(set) && Array.isArray(set['NS']) ? set['NS'] : []))),
];

/** Plain values in DynamoDB's own form; undefined ones are left out. */
function attributesOf(plain: JsonObject): Item {
  const given = Object.entries(plain).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name, attributeOf(value)]));
}

function attributeOf(value: unknown): object {
  if (Array.isArray(value)) return { L: value.map(attributeOf) };
  if (isJsonObject(value)) return { M: attributesOf(value) };
  if (typeof value === 'number') return { N: `${value}` };
  return typeof value === 'string' ? { S: value } : typeof value === 'boolean' ? { BOOL: value } : { NULL: true };
}

const objectOf = (value: unknown): Item => {
  if (isJsonObject(value)) return value;
  throw new Error(`no object: ${JSON.stringify(value)}`);
};

const textOf = (value: unknown): string => `${objectOf(value)['S']}`;
