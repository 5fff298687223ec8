import { type AttributeValue, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRecord } from '../../../../domain/cloudtrail/record.ts';
import { entryOf, monthEntry } from '../../../../domain/sightings/entry.ts';
import { addSighting, type LastSeenFold } from '../../../../domain/sightings/last-seen.ts';
import type { Sighting } from '../../../../domain/sightings/sighting.ts';
import { planLastSeen } from '../../../../domain/table/plan-sightings.ts';
import { emptyAccount } from '../../../../domain/table/stored-account.ts';
import type { Month } from '../../../../domain/time.ts';
import { dynamodbTable } from '../../../../infra/aws/dynamodb/dynamodb-table.ts';
import type { LastSeenTable } from '../../../../infra/ports/last-seen-table.ts';
import { account, daysAgo, key, now, record, recordBy, signIn, user } from '../../../domain/builders.ts';
import { type EmbeddedDynamodb, ensureTable, startEmbeddedDynamodb } from '../../../fakes/embedded-dynamodb.ts';

const subject = entryOf({ kind: 'user', accountId: account(), userId: user() });

/**
 * The bytes that DynamoDB counts for an item: names and texts in UTF-8, a number by its digits, one byte for each
 * value of a list or map and three for the list or map itself.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
function sizeOfItem(item: Record<string, AttributeValue>): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + sizeOf(value), 0);
}

function sizeOf(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return Math.ceil(value.N.length / 2) + 1;
  if (value.NS !== undefined) return value.NS.reduce((sum, number) => sum + Math.ceil(number.length / 2) + 1, 0);
  if (value.M !== undefined) return 3 + Object.keys(value.M).length + sizeOfItem(value.M);
  throw new Error(`an attribute of a kind that no entry has: ${JSON.stringify(value)}`);
}

let dynamodb: EmbeddedDynamodb;
let table: LastSeenTable;
let tables = 0;
beforeAll(async () => {
  dynamodb = await startEmbeddedDynamodb();
});
afterAll(() => dynamodb.stop());

/** All days of the current month, which ingest keeps in the entry. */
const wholeMonth = new Map([['2026-11' as Month, 0x7fffffff]]);

/** The size of alice's entry with a month of days in it, and of her longest month, after these records. */
async function sizesAfter(records: readonly Parameters<typeof readRecord>[0][]) {
  const tableName = `sizes-${++tables}`;
  await ensureTable(dynamodb.client, tableName);
  table = dynamodbTable(dynamodb.client, tableName);
  const fold: LastSeenFold<typeof subject> = new Map();
  for (const each of records) addSighting(fold, subject, sightingIn(each));
  for (const write of planLastSeen(emptyAccount(account()), fold)) {
    await table.apply(write.kind === 'sighting' ? { ...write, days: wholeMonth } : write);
  }
  const size = async (entry: string) => {
    const Key = { accountId: { S: account() }, entry: { S: entry } };
    const { Item } = await dynamodb.client.send(new GetItemCommand({ TableName: tableName, Key }));
    return sizeOfItem(Item ?? {});
  };
  return { entry: await size(subject), month: await size(monthEntry(subject, '2026-10' as Month)) };
}

function sightingIn(each: unknown): Sighting {
  const reading = readRecord(each, now);
  if (reading.kind !== 'sighting') throw new Error(`no sighting: ${JSON.stringify(reading)}`);
  return reading.sighting;
}

const uuid = (index: number) => `00000000-0000-4000-8000-${`${index}`.padStart(12, '0')}`;
const everyDay = Array.from({ length: 50 }, (_, index) => record({ eventID: uuid(index), eventTime: daysAgo(index) }));

describe('the size of a user in the table', () => {
  it('is under 1 KB, one write unit, for a console and two keys in daily use', async () => {
    const { entry, month } = await sizesAfter([
      ...everyDay,
      signIn({
        eventID: uuid(101),
        eventTime: daysAgo(1),
        userAgent: 'Mozilla/5.0 (X11; Linux x86_64) '.padEnd(300, 'x'),
      }),
      recordBy({ accessKeyId: key('AKIAALICE00000000002') }, { eventID: uuid(102), eventTime: daysAgo(3) }),
    ]);
    expect(entry).toBeGreaterThan(500);
    expect(entry).toBeLessThan(1024);
    expect(month).toBeLessThan(200);
  });

  it('stays far below what an item may hold, however long strangers make their texts and however many keys there were', async () => {
    const long = '\u{10ffff}'.repeat(5_000);
    const texts = { eventName: long, eventSource: long, sourceIPAddress: long, userAgent: long, errorCode: long };
    const odd = { ...texts, awsRegion: long };
    const keys = Array.from({ length: 40 }, (_, index) => key(`AKIA${`${index}`.padStart(120, 'A')}`));
    const { entry } = await sizesAfter([
      ...keys.map((accessKeyId, index) =>
        recordBy(
          { accessKeyId, arn: `arn:aws:iam::123456789012:user/${'p'.repeat(500)}/${'n'.repeat(64)}` },
          { ...odd, eventID: `${long}${index}`, eventTime: daysAgo(index) },
        ),
      ),
      recordBy({ accessKeyId: 'ASIAALICE00000000001' }, { ...odd, eventID: long }),
      signIn({
        ...odd,
        errorCode: undefined,
        eventSource: 'signin.amazonaws.com',
        eventName: 'ConsoleLogin',
        eventID: long,
      }),
    ]);
    expect(entry).toBeLessThan(40 * 1024);
  });
});
