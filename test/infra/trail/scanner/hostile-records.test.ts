import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { RecordFold } from '../../../../domain/cloudtrail/record-fold.ts';
import type { Instant } from '../../../../domain/time.ts';
import type { TrailSource } from '../../../../infra/trail/bytes/trail-bytes.ts';
import { TrailFileReader } from '../../../../infra/trail/fold-trail-file.ts';

const now = '2026-11-01T00:00:00Z' as Instant;
const accountId = '111122223333';
const user = (id: string) => ({ type: 'IAMUser', principalId: `AIDA${id.padEnd(16, '2')}`, accountId, userName: id });
const alice = user('ALICE');
const role = { type: 'AssumedRole', principalId: 'AROAEXAMPLE:alice', accountId, invokedBy: 'x.amazonaws.com' };
const base = {
  eventVersion: '1.11',
  userIdentity: alice,
  eventTime: '2026-10-31T10:00:00Z',
  eventSource: 'iam.amazonaws.com',
  eventName: 'ListUsers',
  awsRegion: 'us-east-1',
  userAgent: 'aws-cli/2',
  eventID: 'aaaa',
  readOnly: true,
  recipientAccountId: accountId,
};
const plain = JSON.stringify(base);
const withLast = (more: string) => `${plain.slice(0, -1)},${more}}`;
const withFirst = (more: string) => `{${more},${plain.slice(1)}`;
const json = (more: object) => JSON.stringify({ ...base, ...more });
const inUserIdentity = (text: string) => plain.replace('"userIdentity":{', `"userIdentity":{${text},`);
const deep = (depth: number, open: string, close: string) => `${open.repeat(depth)}1${close.repeat(depth)}`;
const identityOf = (identity: object) => `"userIdentity":${JSON.stringify(identity)}`;
const awslogs = gzipSync(JSON.stringify({ messageType: 'DATA_MESSAGE', logEvents: [] })).toString('base64');

/** Records whose bytes try to deceive whoever does not parse them: to hide a call, or to make it another's. */
const hostile: Readonly<Record<string, string>> = {
  'another identity inside requestParameters': json({ requestParameters: { userIdentity: role, eventTime: 'x' } }),
  'another identity at every level': json({ a: [{ userIdentity: role, a: [{ userIdentity: role, eventID: 'z' }] }] }),
  'an identity of null beside one under another name': json({ userIdentity: null, caller: alice }),
  'an identity inside the identity': json({ userIdentity: { ...alice, userIdentity: role, tags: { type: 'Root' } } }),
  'records inside a string': json({ userAgent: '"}],"Records":[{"eventVersion":"1"}]' }),
  'records inside a record': json({ requestParameters: { Records: [JSON.parse(plain)] }, Records: [{ x: 1 }] }),
  'quotes spelled \\u0022': withLast('"userAgent2":"\\u0022,\\u0022eventTime\\u0022:\\u00222026"'),
  'a backslash before the last quote': withLast('"x":"\\\\","userIdentity2":"\\\\\\""'),
  'two identities, the second ours': withFirst(identityOf(role)),
  'two identities, the second a role': withLast(identityOf(role)),
  'two identities, the first with more in it': withLast(identityOf({ type: 'IAMUser', accountId })),
  'two identities, the second no object': withLast('"userIdentity":null'),
  'two sessions': inUserIdentity('"sessionContext":{"sessionIssuer":{}},"sessionContext":1'),
  'two types, the second a role': plain.replace('"principalId"', '"type":"AssumedRole","principalId"'),
  'a second identity under an escaped key': withLast('"user\\u0049dentity":{"type":"AssumedRole"}'),
  'a second type under an escaped key': inUserIdentity('"typ\\u0065":"Root"'),
  'a second time': withLast('"eventTime":"2026-10-30T10:00:00Z"'),
  'readOnly twice': withLast('"readOnly":false'),
  'readOnly under an escaped key': withLast('"readOnl\\u0079":false'),
  'readOnly as text': json({ readOnly: 'false' }),
  'readOnly null': json({ readOnly: null }),
  'readOnly absent in a service event': json({ readOnly: undefined, eventType: 'AwsServiceEvent' }),
  'managementEvent false': json({ managementEvent: false }),
  'names in another case': withLast('"USERIDENTITY":{"type":"Root"},"EventTime":"x","eventid":1'),
  'names with a blank or NUL behind': withLast('"eventTime ":"x","eventTime\\u0000":"y"'),
  'a sign-in under another host': json({ eventSource: 'us-east-1.signin.aws.amazon.com' }),
  'a source that only ends like sign-in': json({ eventSource: 'notsignin.amazonaws.com' }),
  'CloudWatch Logs data': withLast(`"awslogs":{"data":"${awslogs}"}`),
  'CloudWatch Logs data that is broken': withLast('"awslogs":{"data":"eHg="}'),
  'CloudWatch Logs data under an escaped key': withLast(`"awslog\\u0073":{"data":"${awslogs}"}`),
  'an EventBridge event': `{"detail-type":"x","detail":${plain}}`,
  'a record inside one without a version': `{"requestParameters":${plain},"eventTime":"2026-10-31T10:00:00Z"}`,
  'a half surrogate, escaped': json({ userAgent: '\ud800', eventID: '\udc00' }),
  'numbers out of range': withLast('"x":1e999,"y":-1e-999,"z":123456789012345678901234567890'),
  'numbers that are none': withLast('"x":01'),
  'a time that does not exist': json({ eventTime: '2026-02-29T10:00:00Z' }),
  'a time of some other form': json({ eventTime: '2026-10-31T10:00:00.999Z' }),
  'a time in the future': json({ eventTime: '2026-11-02T10:00:00Z' }),
  'an own __proto__': withLast('"__proto__":{"userIdentity":{"type":"Root"}}'),
  'a control character in a string': withLast('"x":"\u0001"'),
  'a line end in a string': withLast('"x":"\n"'),
  'no brace at its end': `${plain.slice(0, -1)}]`,
  'a comma too many': withLast(''),
  'literals of other languages': withLast('"x":True'),
  'half a literal': withLast('"x":tru'),
};
const depths = [59, 60, 61, 63, 64, 65, 66, 127, 128, 129, 5000, 200_000];
const nestings = depths.flatMap((depth) => [
  [`arrays ${depth} deep`, withLast(`"x":${deep(depth, '[', ']')}`)],
  [`objects ${depth} deep`, withLast(`"x":${deep(depth, '{"a":', '}')}`)],
  [`${depth} deep, the outermost closed as another`, withLast(`"x":{"a":${deep(depth, '[', ']')}]`)],
  [`${depth} deep, each closed as another`, withLast(`"x":${deep(depth, '[', '}')}`)],
]);
const table = [...Object.entries(hostile), ...nestings] as [string, string][];

/** The scanner keeps what it learned of other records: that must not matter. */
const readers = { scan: new TrailFileReader(now, { by: 'scan' }), parse: new TrailFileReader(now, { by: 'parse' }) };

async function read(by: 'scan' | 'parse', source: TrailSource) {
  const folder = readers[by];
  const file = await folder.foldFile(source, () => {});
  return { file, fold: folder.finish() };
}

async function expectSame(bytes: Uint8Array): Promise<RecordFold> {
  const scanned = await read('scan', bytes);
  expect(scanned).toStrictEqual(await read('parse', bytes));
  return scanned.fold;
}

const trail = (...records: string[]) => Buffer.from(`{"Records":[${records.join(',')}]}`);

describe('a record is read as its parser reads it', () => {
  it.each(table)('%s', async (_, record) => {
    const bob = JSON.stringify({ ...base, userIdentity: user('BOB'), eventID: 'bbbb' });
    await expectSame(trail(record));
    await expectSame(trail(plain, record, bob));
    const fold = await expectSame(trail(record, bob, plain));
    if (!record.includes('\n')) expect(fold.received).toBeGreaterThanOrEqual(2);
  });

  it('with any byte of it in the place of any other', async () => {
    const bytes = trail(plain, plain.replace('"aaaa"', '"bbbb"'));
    for (let at = 0; at < bytes.length; at += 3) {
      for (const other of [0x00, 0x09, 0x0a, 0x20, 0x22, 0x2c, 0x5c, 0x7b, 0x7d, 0x7f, 0x80, 0xc3, 0xed, 0xff]) {
        const changed = Buffer.from(bytes);
        changed[at] = other;
        await expectSame(changed);
      }
    }
  });

  it('at every distance from the end of a chunk', async () => {
    for (let padding = 0; padding < 40; padding++) {
      const record = json({ userAgent: 'x'.repeat(padding), requestParameters: { userIdentity: role } });
      await expectSame(trail(record, plain));
    }
  });

  it('with more kinds of records than are kept apart', async () => {
    const records = Array.from({ length: 9000 }, (_, index) => json({ userIdentity: user(`U${index % 5000}`) }));
    const fold = await expectSame(trail(...records));
    expect(fold.recorded).toBe(9000);
  });
});

function withBytes(bytes: Buffer, fromEnd: number): Buffer {
  bytes.writeUInt32LE(7, bytes.length + fromEnd);
  return bytes;
}

const fileTable: [string, Buffer, string][] = [
  ['behind a byte order mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), trail(plain)]), 'read'],
  ['with other bytes behind', Buffer.concat([trail(plain), Buffer.from('x')]), 'unreadable'],
  ['padded with NUL', Buffer.concat([trail(plain), Buffer.alloc(9)]), 'unreadable'],
  ['as two members of gzip', Buffer.concat([gzipSync(trail(plain)), gzipSync(trail(plain))]), 'read'],
  ['as gzip padded with NUL', Buffer.concat([gzipSync(trail(plain)), Buffer.alloc(512)]), 'read'],
  ['as gzip cut off', gzipSync(trail(plain, plain)).subarray(0, 150), 'unreadable'],
  ['as gzip with a wrong sum', withBytes(gzipSync(trail(plain)), -8), 'unreadable'],
  ['as gzip that tells a wrong size', withBytes(gzipSync(trail(plain)), -4), 'unreadable'],
  ['as gzip in gzip', gzipSync(gzipSync(trail(plain))), 'read'],
  ['without a record', Buffer.from('{"Records":[]}'), 'read'],
  ['without a byte', Buffer.alloc(0), 'unreadable'],
  ['not of text at all', Buffer.from([0x50, 0x4b, 0x03, 0x04, 0, 1, 2, 3]), 'unreadable'],
];

describe('a file comes to the same by scan and by parse', () => {
  it.each(fileTable)('%s', async (_, bytes, kind) => {
    await expectSame(bytes);
    expect((await read('scan', bytes)).file.outcome.kind).toBe(kind);
  });
});
