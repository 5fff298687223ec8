import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import type { TrailSource } from '../../../infra/trail/bytes/trail-bytes.ts';
import { readTrailFile } from '../../../infra/trail/read-trail-file.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { chunksOf, forms, type Json, record, three } from './trail-forms.ts';

async function read(source: TrailSource | Buffer) {
  const records: Json[] = [];
  const places: string[] = [];
  const malformed: string[] = [];
  const bytes = Buffer.isBuffer(source) ? chunksOf(source) : source;
  const outcome = await readTrailFile(bytes, {
    record: (each, position) => {
      records.push(each as Json);
      places.push(position);
    },
    malformed: (position, why) => malformed.push(`${position}: ${why}`),
  });
  return { outcome, records, places, malformed };
}

const readText = (text: string) => read(Buffer.from(text));
const formTable = Object.entries(forms).flatMap(([form, write]) => [
  { form, write: (records: readonly Json[]) => Buffer.from(write(records)) },
  { form: `${form}, gzip`, write: (records: readonly Json[]) => gzipSync(write(records)) },
]);

describe.each(formTable)('$form', ({ form, write }) => {
  const whole = write(three);

  it('gives its records back, in order', async () => {
    const { outcome, records, malformed } = await read(whole);
    expect(records).toEqual(three);
    expect(malformed).toEqual([]);
    expect(outcome).toMatchObject({ kind: 'read', bytes: whole.length, records: 3, malformed: 0, broken: 0 });
  });

  it('gives them back from chunks of any size', async () => {
    for (const size of [1, 2, 3, 7, 100]) expect((await read(chunksOf(whole, size))).records).toEqual(three);
  });

  it('cut anywhere is unreadable, and what it gives are its first records', async () => {
    for (let end = 0; end < whole.length; end++) {
      const { outcome, records } = await read(whole.subarray(0, end));
      expect(records).toEqual(three.slice(0, records.length));
      const plain = whole.subarray(0, end).toString().trimEnd();
      const isWhole = /line|pretty-printed records|messages/.test(form) && plain === forms[form]?.(records).trimEnd();
      expect(outcome.kind, `cut at byte ${end}`).toBe(isWhole && records.length > 0 ? 'read' : 'unreadable');
    }
  });
});

describe('gzip', () => {
  const [a, b] = [gzipSync('{"eventVersion":"1","n":1}\n'), gzipSync('{"eventVersion":"1","n":2}\n')];
  const members = Buffer.concat([a, b, a]);

  it('may be several members in a row, cut anywhere', async () => {
    for (let size = 1; size <= members.length; size++) {
      const { outcome, records } = await read(chunksOf(members, size));
      expect(records.map((each) => each['n'])).toEqual([1, 2, 1]);
      expect(outcome.kind).toBe('read');
    }
  });

  it('is unreadable where a later member is cut', async () => {
    for (let end = a.length + 1; end < a.length + b.length; end++) {
      const { outcome, records } = await read(members.subarray(0, end));
      expect(records[0]?.['n']).toBe(1);
      expect(outcome.kind, `cut at byte ${end}`).toBe('unreadable');
    }
  });

  it('may be padded with zeros', async () => {
    const padded = Buffer.concat([a, Buffer.alloc(700_000)]);
    expect((await read(padded)).outcome).toMatchObject({ kind: 'read', records: 1 });
    expect((await read(chunksOf(padded, 65_536))).outcome).toMatchObject({ kind: 'read', records: 1 });
  });

  it('damaged inside never gives a record that was not there and never passes as read', async () => {
    const whole = gzipSync(forms['one record a line']?.(three) ?? '');
    for (let at = 10; at < whole.length; at++) {
      const damaged = Buffer.from(whole);
      damaged.writeUInt8((whole[at] as number) ^ 0x55, at);
      expect((await read(damaged)).outcome.kind, `damaged at byte ${at}`).toBe('unreadable');
    }
  });

  it('that ends in the middle says so and keeps what came before', async () => {
    const lines = forms['one record a line'] as (records: readonly Json[]) => string;
    const big = gzipSync(lines(Array.from({ length: 4000 }, (_, n) => record(`${n}-${Math.sin(n)}`))));
    const { outcome, records } = await read(big.subarray(0, big.length - 9));
    expect(outcome).toMatchObject({ kind: 'unreadable', records: records.length, bytes: big.length - 9, broken: 0 });
    expect(outcome).toHaveProperty(
      'why',
      expect.stringMatching(/^gzip data ends in the middle, after \d+ inflated bytes$/),
    );
    expect(records.length).toBeGreaterThan(3900);
    expect((await read(big.subarray(0, big.length / 2))).outcome).toMatchObject({ kind: 'unreadable', broken: 0 });
  });

  it('of something else is not JSON', async () => {
    expect((await read(gzipSync('hello'))).outcome).toMatchObject({ kind: 'unreadable', why: 'line 1: not JSON' });
  });
});

describe('a broken line', () => {
  it('is named and counted, and the records around it are handed out', async () => {
    const { outcome, records, places } = await readText('{"eventVersion":1}\n{"a":}\n{"b"\n{"eventVersion":2}\n');
    expect(records).toHaveLength(2);
    expect(places).toEqual(['line 1', 'line 4']);
    expect(outcome).toMatchObject({
      kind: 'unreadable',
      why: 'line 2: not JSON, and 1 more',
      records: 2,
      broken: 2,
      firstBroken: ['line 2: not JSON', 'line 3: not JSON, the line ends in the middle'],
    });
  });

  it('is kept in words ten times at most', async () => {
    const { outcome } = await readText('INFO\n'.repeat(1000));
    expect(outcome.broken).toBe(1000);
    expect(outcome.firstBroken).toHaveLength(10);
    expect(outcome.firstBroken[9]).toBe('line 10: not JSON');
  });
});

const one = '{"eventVersion":"1"}';

describe('bytes that other tools make', () => {
  const text = three.map((each) => `${JSON.stringify(each)}\n`).join('');
  const utf16 = (bigEndian: boolean, mark: string) => {
    const bytes = Buffer.from(`${mark}${text}`, 'utf16le');
    return bigEndian ? bytes.swap16() : bytes;
  };

  it.each<[string, Buffer]>([
    ['UTF-16 of PowerShell', utf16(false, '\uFEFF')],
    ['UTF-16 of the other order', utf16(true, '\uFEFF')],
    ['UTF-16 without a mark', utf16(false, '')],
    ['UTF-16 of the other order without a mark', utf16(true, '')],
    ['UTF-16 in gzip', gzipSync(utf16(false, '\uFEFF'))],
    ['gzip in gzip', gzipSync(gzipSync(text))],
    ['gzip in gzip in gzip', gzipSync(gzipSync(gzipSync(text)))],
    ['members of gzip in gzip', gzipSync(Buffer.concat(three.map((each) => gzipSync(JSON.stringify(each)))))],
    [
      'texts of JSON, a line each',
      Buffer.from(three.map((each) => `${JSON.stringify(JSON.stringify(each))}\n`).join('')),
    ],
    ['an export task', Buffer.from(three.map((each) => `2026-11-20T10:00:05.000Z ${JSON.stringify(each)}\n`).join(''))],
    [
      'aws logs tail',
      Buffer.from(
        three
          .map((each) => `2026-11-20T10:00:05.000000+00:00 1_CloudTrail_us-east-1 ${JSON.stringify(each)}\n`)
          .join(''),
      ),
    ],
  ])('are read: %s', async (_, bytes) => {
    for (const source of [bytes, bytes.subarray(), chunksOf(bytes, 7)]) {
      const { outcome, records } = await read(source);
      expect(records).toEqual(three);
      expect(outcome).toMatchObject({ kind: 'read', broken: 0 });
    }
    expect((await readTrailFile(bytes, { record: () => {} })).records).toBe(3);
  });

  it.each<[string, string]>([
    ['no time in front', 'hello {"eventVersion":"1"}'],
    ['a time that stands in no line start', '{"eventVersion":"1"} 2026-11-20T10:00:05Z {"eventVersion":"1"}'],
    ['too much in front', `2026-11-20T10:00:05Z ${'x'.repeat(700)} {"eventVersion":"1"}`],
    ['a time and nothing', '2026-11-20T10:00:05Z'],
  ])('are unreadable with %s', async (_, line) => {
    expect((await readText(`${line}\n{"eventVersion":"2"}`)).outcome).toMatchObject({ kind: 'unreadable' });
  });

  it.each<[string, Buffer]>([
    ['text', Buffer.from('APPENDED-BY-SOMEBODY')],
    ['one byte', Buffer.from('x')],
    ['half a member', gzipSync('x'.repeat(99)).subarray(0, 9)],
  ])('a sound gzip member before %s counts, and the rest is named', async (_, garbage) => {
    const bytes = Buffer.concat([gzipSync(text), garbage]);
    const records: unknown[] = [];
    const outcome = await readTrailFile(bytes, { record: (each) => records.push(each) });
    expect(outcome.kind).toBe('unreadable');
    if (garbage[0] !== 0x1f) {
      expect(records).toEqual(three);
      expect(outcome).toMatchObject({ why: `${garbage.length} bytes behind the gzip data are no gzip` });
    }
  });

  it.each([
    ['a zip archive', Buffer.from('PK\u0003\u0004{"eventVersion":"1"}')],
    ['a tar archive', gzipSync(Buffer.concat([Buffer.alloc(257, 'x'), Buffer.from('ustar')]))],
  ])('that are %s say so', async (what, bytes) => {
    const { outcome, records } = await read(bytes);
    expect(records).toEqual([]);
    expect(outcome).toMatchObject({
      kind: 'unreadable',
      why: expect.stringContaining(`is ${what}, which is not supported`),
    });
  });

  it.each([
    ['flow-logs', 'version account-id interface-id\n2 111122223333 eni-0a - -\n'],
    ['load-balancer', 'https 2026-11-20T10:00:00.123456Z app/lb/1 192.0.2.1:4 10.0.0.1:80 0.0\n'],
    ['load-balancer', '2026-11-20T10:00:00.123456Z lb 192.0.2.1:4 10.0.0.1:80 0.0 0.0\n'],
    ['inventory', 'user,arn,user_creation_time\nalice,x,y\n'],
  ])('that are a log of another kind are skipped: %s', async (what, log) => {
    expect((await readText(log)).outcome).toMatchObject({ kind: 'skipped', what });
    expect((await readText(`${log}{"eventVersion":"1"}`)).outcome).toMatchObject({ kind: 'unreadable', records: 1 });
  });
});

describe('what is not a record', () => {
  it.each([
    [`{"Events":[{"CloudTrailEvent":"{"},${one}]}`, 'Events[0].CloudTrailEvent: not JSON'],
    [`{"Records":[${one},7]}`, 'Records[1]: a number, not an object'],
    [`${one}\n{"messageType":"DATA_MESSAGE","logEvents":[{"message":"x"}]}`, 'line 2, logEvents[0].message: not JSON'],
    [`{"Records":[]}\n{"Records":[7,${one}]}`, 'line 2, Records[0]: a number, not an object'],
    [`[{"Records":[7,${one}]}]`, '[0].Records[0]: a number, not an object'],
    [`${one}{"awslogs":{"data":"eA=="}}`, 'byte 20, awslogs.data: not base64 of gzip of JSON, or over 32 MB'],
  ])('%s is malformed beside a record', async (text, expected) => {
    const { outcome, records, malformed } = await readText(text);
    expect(malformed).toEqual([expected]);
    expect(records).toEqual([JSON.parse(one)]);
    expect(outcome).toMatchObject({ kind: 'read', records: 1, malformed: 1 });
  });

  it('packed to inflate without bound is malformed', async () => {
    const data = gzipSync(`{}${' '.repeat(33 * 1024 * 1024)}`).toString('base64');
    expect((await readText(JSON.stringify({ awslogs: { data } }))).malformed).toHaveLength(1);
  });
});

const base64 = (text: string) => Buffer.from(text).toString('base64');
const joined = base64('\u0000{"eventName":"x","eventSource":"y"}');
const damaged = gzipSync('"eventName":"x","eventSource":"y"')
  .toString('base64')
  .replace(/.{20}$/, 'A'.repeat(20));
const delivery = '"eventSource":"aws:kinesis","eventName":"aws:kinesis:record","eventVersion":"1.0"';

describe('a file without records', () => {
  const digest = '{"awsAccountId":"1","digestStartTime":"x","digestEndTime":"y","digestS3Bucket":"b","logFiles":[]}';
  const before =
    '{"messageType":"CONTROL_MESSAGE","logEvents":[{"id":"","timestamp":1,"message":"CWL CONTROL MESSAGE"}]}';
  const after = '{"logEvents":[{"id":"","timestamp":1,"message":"CWL"}],"messageType":"CONTROL_MESSAGE"}';

  it.each([
    ['a digest', digest, 'digest', 1],
    ['control messages', before + after, 'control-message', 2],
  ] as const)('%s is skipped by name', async (_, text, what, count) => {
    const { outcome, records } = await readText(text);
    expect(outcome).toMatchObject({ kind: 'skipped', what, skipped: { [what]: count } });
    expect(records).toEqual([]);
  });

  it.each([
    ['package.json', '{"name":"x"}', 'other'],
    ['a list of anything', '["a",1,null]', 'other'],
    ['list-users', '{"Users":[{"UserName":"alice"}]}', 'inventory'],
    ['authorization details', '{"UserDetailList":[],"Policies":["eventName eventSource"]}', 'inventory'],
    ['a credential report', '{"Content":"dXNlcg==","ReportFormat":"text/csv"}', 'inventory'],
    ['a snapshot of Config', '{"configurationItems":[{"x":"eventName, eventSource"}]}', 'config'],
    ['a log of WAF', '{"webaclId":"x","httpRequest":{}}', 'waf'],
    ['a log of the resolver', '{"query_name":"x","query_type":"A"}', 'resolver'],
    ['a finding of GuardDuty', '{"schemaVersion":"2.0","severity":2,"service":{}}', 'guard-duty'],
    ['a text', '"started"', 'other'],
    ['measurements', '{"event_name":"page_view","event_timestamp":1}', 'other'],
    [
      'a message of SNS',
      '{"Records":[{"EventSource":"aws:sns","EventVersion":"1.0","Sns":{"Message":"x"}}]}',
      'notice',
    ],
    ['a stream of others', `{"Records":[{"kinesis":{"data":"${base64('{"a":"'.padEnd(20))}"},${delivery}}]}`, 'notice'],
    ['a notification of S3', '{"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","s3":{}}]}', 'notice'],
  ])('of another kind is skipped by its kind: %s', async (_, text, what) => {
    expect((await readText(text)).outcome).toMatchObject({ kind: 'skipped', what });
  });

  it.each([
    ['two names as keys', '{"event_name":"x","EventTime":"y"}'],
    ['two names in a text', '{"line":"eventName=x, eventSource=y"}'],
    ['deep inside', '{"a":[{"b":[{"eventname":1},{"c":{"user_identity":2}}]}]}'],
    [
      'an answer of Athena',
      '{"ResultSet":{"Rows":[{"Data":[{"VarCharValue":"arn"}]},{"Data":[{"VarCharValue":"x"}]}]}}',
    ],
    ['base64 below a key of no wrapper', JSON.stringify({ rawLog: base64('"eventName":"x","eventSource":"y"') })],
    ['gzip in base64', JSON.stringify({ blob: gzipSync('..."eventName":"x","eventSource":"y"').toString('base64') })],
    ['damaged gzip in base64 from Kinesis', `{"Records":[{"Data":"${damaged}","PartitionKey":"1"}]}`],
    ['damaged base64 from Kinesis', `{"Records":[{"kinesis":{"data":"${damaged}\\u0000"},${delivery}}]}`],
    ['records that Kinesis joined', `{"Records":[{"kinesis":{"data":"${joined}"},${delivery}}]}`],
    ['a hit of OCSF', '{"hits":[{"_source":{"class_uid":6003,"metadata":{"product":{"name":"CloudTrail"}}}}]}'],
    ['an event of UDM', '{"udm":{"metadata":{"productName":"AWS CloudTrail","productEventType":"ListBuckets"}}}'],
    ['an OCSF event', '{"class_uid":6003,"metadata":{"product":{"name":"CloudTrail"}},"actor":{}}'],
  ])('that names fields of CloudTrail in a form that is not read is unreadable: %s', async (_, text) => {
    const { outcome, records } = await readText(`${text}\n${one}`);
    expect(records).toEqual([JSON.parse(one)]);
    expect(outcome).toMatchObject({ kind: 'unreadable', notUnderstood: 1 });
    expect(outcome).toHaveProperty('why', expect.stringContaining('export the whole records'));
  });

  it.each([
    ['first in the file', `{"Records":[${one}],"more":[${one}],"fields":["eventName","eventSource"]}`],
    ['inside another wrapper', `{"body":{"more":[${one}],"Records":[${one}]}}`],
  ])('is none with records in a further array, %s', async (_, text) => {
    const { outcome, records } = await readText(text);
    expect(records).toEqual([JSON.parse(one), JSON.parse(one)]);
    expect(outcome).toMatchObject({ kind: 'read', records: 2 });
  });

  it('is no longer one with a record beside', async () => {
    expect((await readText(`${before}{"eventVersion":"1"}`)).outcome).toMatchObject({ kind: 'read', records: 1 });
  });

  it('that is an empty trail file is read', async () => {
    expect((await readText('{"Records":[]}')).outcome).toMatchObject({ kind: 'read', records: 0 });
    expect((await readText('[]')).outcome).toMatchObject({ kind: 'read', records: 0 });
  });

  it.each(['', ' \n\n', '\uFEFF'])('but with %j is empty, which is unreadable', async (text) => {
    expect((await readText(text)).outcome).toMatchObject({ kind: 'unreadable', why: 'is empty' });
    expect((await read(gzipSync(text))).outcome).toMatchObject({ kind: 'unreadable', why: 'is empty' });
  });

  const texts = temporaryFolder();
  const page = '<html><body>403 Forbidden</body></html>';
  it.each([
    ['a log of something else', 'app.log', 'Nov 20 10:00:00 host sshd: x\n', 'skipped'],
    ['a log of something else, packed', 'access.log.gz', gzipSync('192.0.2.1 - - "GET /"\n'), 'skipped'],
    ['a log with some JSON', 'some.log', '[INFO] x\n{"a":1}\n[INFO] y\n', 'skipped'],
    ['settings', 'config', '[default]\nregion = us-east-1\n', 'skipped'],
    ['settings with comments', 'settings.json', '{\n  // of the editor\n  "a": 1,\n}\n', 'skipped'],
    ['an error page under the name of a log', 'a.json.gz', page, 'unreadable'],
    ['bytes of nothing', 'a.log', Buffer.alloc(600), 'unreadable'],
    ['settings that name a field', 'settings.json', '{\n  // eventName\n}\n', 'unreadable'],
    ['a log with a field far behind', 'b.log', `x\n${'y\n'.repeat(500_000)}"userIdentity"`, 'unreadable'],
    ['a log whose first record is broken', 'c.json', '{"Records":[{"x":tru}]}', 'unreadable'],
    ['a log that is cut short', 'd.json', '{"x":[{"y"', 'unreadable'],
  ])('and without JSON is skipped if it is surely of another kind: %s', async (_, name, content, kind) => {
    const path = join(texts, name);
    writeFileSync(path, content);
    expect((await read(path)).outcome.kind).toBe(kind);
  });

  it.each(['7', 'null', '<html>', '\u0000'])('but with %j is not JSON of records', async (text) => {
    expect((await readText(text)).outcome).toMatchObject({ kind: 'unreadable', why: 'line 1: not JSON' });
  });
});

it('an Insights file is known by its counts, and its events are handed out', async () => {
  const insights = [record('a', { eventCategory: 'Insight' }), record('b', { eventType: 'AwsCloudTrailInsight' })];
  expect((await readText(JSON.stringify({ Records: insights }))).outcome).toMatchObject({ records: 2, insights: 2 });
  const mixed = JSON.stringify({ Records: [...insights, record('c')] });
  expect((await readText(mixed)).outcome).toMatchObject({ records: 3, insights: 2 });
});

it('a wrapper broken after its records is unreadable, and they stay handed out', async () => {
  const { outcome, records } = await readText('{"Records":[{"eventVersion":"1"}],"a":}');
  expect(records).toHaveLength(1);
  expect(outcome).toMatchObject({ kind: 'unreadable', why: 'line 1: not JSON' });
});

describe('a path', () => {
  const folder = temporaryFolder();

  it('is read to its end, with its progress', async () => {
    const path = join(folder, 'no-name-of-a-log');
    const text = gzipSync(
      JSON.stringify({
        Records: Array(20_000)
          .fill(0)
          .map((_, n) => record(`${Math.sin(n)}${Math.cos(n)}`)),
      }),
    );
    writeFileSync(path, text);
    const steps: number[] = [];
    const outcome = await readTrailFile(path, { record: () => {}, progress: (bytes) => steps.push(bytes) });
    expect(outcome).toMatchObject({ kind: 'read', records: 20_000, bytes: text.length });
    expect(steps.reduce((sum, bytes) => sum + bytes, 0)).toBe(text.length);
    expect(steps.length).toBeGreaterThan(0);
  });

  it.each([
    ['missing', 'does not exist'],
    ['', 'is a folder'],
    ['no-name-of-a-log/x', 'leads through a file'],
  ])('%j is unreadable: %s', async (name, why) => {
    expect((await read(join(folder, name))).outcome).toMatchObject({ kind: 'unreadable', why, records: 0 });
  });
});

describe('what throws outside the content', () => {
  const lines = Buffer.from('{"eventVersion":"1"}\n'.repeat(100_000));
  const fails = vi.fn(() => {
    throw new Error('the table is gone');
  });

  it.each([
    ['plain', lines],
    ['gzip', gzipSync(lines)],
  ])('in the sink is thrown on, and it is not called again (%s)', async (_, bytes) => {
    fails.mockClear();
    await expect(readTrailFile(chunksOf(bytes), { record: fails })).rejects.toThrow('the table is gone');
    expect(fails).toHaveBeenCalledOnce();
  });

  it.each([
    ['plain', Buffer.from('{"eventVersion":"1"}')],
    ['gzip', gzipSync('{"eventVersion":"1"}')],
  ])('in the source is thrown on (%s)', async (_, bytes) => {
    async function* source() {
      yield* chunksOf(bytes, 4);
      throw new Error('the network is gone');
    }
    await expect(readTrailFile(source(), { record: () => {} })).rejects.toThrow('the network is gone');
  });
});

it.each([
  ['an archive', Buffer.from('PK\u0003\u0004')],
  ['damaged gzip', Buffer.from([0x1f, 0x8b, 1, 2, 3])],
])('a source is closed where reading gives up (%s)', async (_, bytes) => {
  let closed = false;
  async function* source() {
    try {
      for (;;) yield bytes;
    } finally {
      closed = true;
    }
  }
  expect((await read(source())).outcome.kind).toBe('unreadable');
  expect(closed).toBe(true);
});

describe('memory', () => {
  async function* repeated(head: string, body: Buffer, times: number) {
    yield Buffer.from(head);
    for (let turn = 0; turn < times; turn++) yield body;
  }

  it('one string of 40 MB is a clear error', async () => {
    const { outcome } = await read(repeated('{"Records":[{"a":"', Buffer.alloc(1024 * 1024, 0x61), 40));
    expect(outcome).toMatchObject({ kind: 'unreadable', why: 'line 1: a single value of more than 32 MB' });
  });

  it('does not grow with the file', { timeout: 240_000 }, async () => {
    const lines = Buffer.from(
      forms['one record a line']?.(Array(300).fill(record('a', { padding: 'x'.repeat(2000) }))) ?? '',
    );
    const times = Math.ceil(200e6 / lines.length);
    const member = gzipSync(lines, { level: 1 });
    const before = process.memoryUsage().rss;
    let peak = before;
    let records = 0;
    const count = () => {
      if (++records % 1000 === 0) peak = Math.max(peak, process.memoryUsage().rss);
    };
    const outcome = await readTrailFile(repeated('', member, times), { record: count });
    expect(outcome).toMatchObject({ kind: 'read', records: 300 * times });
    expect((peak - before) / 1e6).toBeLessThan(150);
  });
});
