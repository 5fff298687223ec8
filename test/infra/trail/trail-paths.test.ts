import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { measureTrail, walkTrail } from '../../../infra/trail/trail-paths.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const root = temporaryFolder();
const isRoot = process.getuid?.() === 0;
const day = 'AWSLogs/111111111111/CloudTrail/eu-west-1/2026/11/23';

function put(path: string, content: string | Buffer): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

async function walk(...paths: string[]): Promise<string[]> {
  const found: string[] = [];
  for await (const each of walkTrail(paths.map((path) => join(root, path)))) {
    const detail = 'what' in each ? ` ${each.what}` : 'why' in each ? ` ${each.why}` : '';
    found.push(`${each.kind}${detail}: ${relative(root, each.path)}`);
  }
  return found;
}

beforeAll(() => {
  put(`${day}/b.json.gz`, gzipSync('{}'));
  put(`${day}/a.json.gz`, gzipSync('{}'));
  put('AWSLogs/111111111111/CloudTrail-Digest/eu-west-1/d.json.gz', gzipSync('{}'));
  put('AWSLogs/111111111111/CloudTrail-Insight/eu-west-1/i.json.gz', gzipSync('{}'));
  put('AWSLogs/111111111111/CloudTrail-Digests/x.json', '{}');
  for (const name of ['a.JSON', 'a.jsonl', 'a.ndjson', 'a.log', 'a.Gz']) put(`names/${name}`, 'anything');
  for (const name of ['README.md', 'LICENSE', 'users.tsv', 'json', 'empty']) put(`others/${name}`, '# text');
  put('others/empty', '');
  put('contents/array', ' \n [1]');
  put('contents/gzip', gzipSync('x'));
  put('contents/marked', '\uFEFF\r\n{}');
  put('contents/text', 'not {}');
  put('links/real/a.json', '{}');
  symlinkSync('real/a.json', join(root, 'links/file'));
  symlinkSync('..', join(root, 'links/real/up'));
  symlinkSync('nowhere', join(root, 'links/broken.json'));
  put('elsewhere/e.json', '{}');
  mkdirSync(join(root, 'linked'));
  symlinkSync('../elsewhere', join(root, 'linked/one'));
  symlinkSync('../elsewhere', join(root, 'linked/two'));
  mkdirSync(join(root, 'cross/a'), { recursive: true });
  mkdirSync(join(root, 'cross/b'));
  symlinkSync('../b', join(root, 'cross/a/b'));
  symlinkSync('../a', join(root, 'cross/b/a'));
});

describe('a folder', () => {
  it('is walked depth first in the order of names, digests and Insights set apart', async () => {
    expect(await walk('AWSLogs')).toEqual([
      `file: ${day}/a.json.gz`,
      `file: ${day}/b.json.gz`,
      'skipped digest: AWSLogs/111111111111/CloudTrail-Digest/eu-west-1/d.json.gz',
      'file: AWSLogs/111111111111/CloudTrail-Digests/x.json',
      'skipped insight: AWSLogs/111111111111/CloudTrail-Insight/eu-west-1/i.json.gz',
    ]);
  });

  it('gives files by the name of a log', async () => {
    const names = ['a.Gz', 'a.JSON', 'a.jsonl', 'a.log', 'a.ndjson'];
    expect(await walk('names')).toEqual(names.map((name) => `file: names/${name}`));
  });

  it('gives files that start like a log, whatever their name', async () => {
    expect(await walk('contents')).toEqual([
      'file: contents/array',
      'file: contents/gzip',
      'file: contents/marked',
      'skipped other: contents/text',
    ]);
  });

  it('leaves out what macOS writes beside files', async () => {
    put('mac/._a.json.gz', Buffer.from([0, 5, 0x16, 7]));
    put('mac/__MACOSX/._b.json', 'x');
    put('mac/a.json', '{}');
    expect(await walk('mac')).toEqual([
      'skipped apple-double: mac/._a.json.gz',
      'skipped apple-double: mac/__MACOSX',
      'file: mac/a.json',
    ]);
  });

  it("leaves out the logs of AWS's other services, and no folder that it does not know", async () => {
    const kinds = { Config: 'config', GuardDuty: 'guard-duty', WAFLogs: 'waf', elasticloadbalancing: 'load-balancer' };
    const more = {
      vpcflowlogs: 'flow-logs',
      route53resolver: 'resolver',
      vpcdnsquerylogs: 'resolver',
      redshift: 'other',
    };
    for (const [service, kind] of Object.entries({ ...kinds, ...more })) {
      put(`one-${service}/AWSLogs/111111111111/${service}/us-east-1/x.json.gz`, 'x');
      put(`org-${service}/AWSLogs/o-abcdefgh12/111111111111/${service}/x.log`, 'x');
      expect(await walk(`one-${service}`)).toEqual([expect.stringMatching(`^skipped ${kind}: `)]);
      expect(await walk(`org-${service}`)).toEqual([expect.stringMatching(`^skipped ${kind}: `)]);
    }
    put('mine/AWSLogs/111111111111/copied/x.json.gz', 'x');
    put('mine/Config/x.json.gz', 'x');
    expect(await walk('mine')).toEqual([
      'file: mine/AWSLogs/111111111111/copied/x.json.gz',
      'file: mine/Config/x.json.gz',
    ]);
  });

  it('leaves out folders of the embedded table, also behind a link and deeper', async () => {
    put('data/deep/.lastseen/lastseen.json', '{"format":1}\n');
    put('data/deep/.lastseen/lock/000003.log', 'x');
    put('data/own/lastseen.json', '{"hello":1}');
    mkdirSync(join(root, 'data/links'));
    symlinkSync('../deep/.lastseen', join(root, 'data/links/table'));
    expect(await walk('data')).toEqual([
      'skipped own-data: data/deep/.lastseen',
      'skipped own-data: data/links/table',
      'file: data/own/lastseen.json',
    ]);
  });

  it.each([
    ['a zip archive', Buffer.from('PK\u0003\u0004...')],
    ['a Parquet table', Buffer.from('PAR1...')],
    ['packed by bzip2', Buffer.from('BZh9...')],
    ['packed by xz', Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0])],
    ['packed by zstd', Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 1])],
    ['a tar archive', Buffer.concat([Buffer.alloc(257, 'x'), Buffer.from('ustar')])],
    ['an Avro file', Buffer.from('Obj\u0001...')],
    ['an ORC table', Buffer.from('ORC...')],
    ['a Feather table', Buffer.from('ARROW1..')],
    ['packed by zlib', deflateSync('{}')],
    ['packed by compress', Buffer.from([0x1f, 0x9d, 0x90])],
    ['packed by lzma', Buffer.from([0x5d, 0, 0, 0x80])],
    ['gzip in base64', Buffer.from(gzipSync('{"Records":[]}').toString('base64'))],
    ['encrypted by age', Buffer.from('age-encryption.org/v1\n')],
    ['encrypted by PGP', Buffer.from('-----BEGIN PGP MESSAGE-----\n')],
  ])('names a file that is %s', async (what, bytes) => {
    const folder = `formats/${what.replaceAll(' ', '-')}`;
    put(`${folder}/export.bin`, bytes);
    expect(await walk(folder)).toEqual([
      expect.stringMatching(`^unreadable is ${what}, which is not supported: .+ ${folder}`),
    ]);
  });

  const record = '{"eventVersion":"1","userIdentity":{},"eventTime":"x","eventSource":"y","eventName":"z"}';
  it.each([
    ['Athena', '"eventtime","eventname","useridentity"\n"x","y","z"\n'],
    ['the console', 'Event name,Event time,User name,Event source\nListBuckets,x,alice,y\n'],
    ['Splunk', '"_raw","_time"\n"{""eventName"":""x"",""eventSource"":""y""}",1\n'],
    ['Kibana', '"@timestamp","event.action","aws.cloudtrail.user_identity.arn"\n"x","y","z"\n'],
    ['YAML', `Events:\n- EventId: x\n  CloudTrailEvent: '${record}'\n`],
    ['a drawn table', `-----\n| LookupEvents |\n+---+\n| CloudTrailEvent | ${record} |\n`],
    ['syslog', 'Nov 20 10:00:01 host app: {"eventName":"x","eventTime":"y"}\n'],
  ])('names a table or text with fields of CloudTrail, as of %s', async (what, text) => {
    put(`tables/${what}/export.csv`, text);
    expect(await walk(`tables/${what}`)).toEqual([expect.stringContaining('unreadable is text or a table')]);
  });

  it.each([
    ['inventory', 'user,arn,user_creation_time,password_enabled\n'],
    ['flow-logs', 'version account-id interface-id srcaddr\n2 111111111111 eni-1 -\n'],
    ['load-balancer', 'https 2026-11-20T10:00:00.1Z app/x/1 192.0.2.1:1 -\n'],
    ['other', 'eventName is a field; eventually\n'],
  ])('skips text of another kind: %s', async (kind, text) => {
    put(`kinds/${kind}/file.txt`, text);
    expect(await walk(`kinds/${kind}`)).toEqual([`skipped ${kind}: kinds/${kind}/file.txt`]);
  });

  it('skips programs, settings and prose that name fields of CloudTrail', async () => {
    const names = ['README.md', 'logs.sql', 'main.tf', 'read.py'];
    for (const name of names) put(`code/${name}`, 'select eventName, eventSource, userIdentity from logs\n');
    expect(await walk('code')).toEqual(names.map((name) => `skipped other: code/${name}`));
  });

  it('skips the folders of tools', async () => {
    put('tools/.git/logs/HEAD', 'eventName eventSource\n');
    put('tools/node_modules/aws-sdk/apis/cloudtrail.json', '{"EventName":{},"EventTime":{}}');
    put('tools/a.json', '{}');
    expect(await walk('tools')).toEqual([
      'skipped other: tools/.git',
      'file: tools/a.json',
      'skipped other: tools/node_modules',
    ]);
  });

  it('names what is called like a log of CloudTrail, whatever its bytes are', async () => {
    const log = '111111111111_CloudTrail_us-gov-west-1_20261120T1000Z_abcdefghijklmnop.json';
    put(`called/${log}.br`, Buffer.from([0x1b, 0x2a, 1]));
    put('called/111111111111_CloudTrail.txt', 'notes');
    expect(await walk('called')).toEqual([
      'skipped other: called/111111111111_CloudTrail.txt',
      expect.stringMatching("^unreadable is named like CloudTrail's logs, and is neither JSON nor gzip: .+ called/"),
    ]);
  });

  it('skips what is neither', async () => {
    const names = ['LICENSE', 'README.md', 'empty', 'json', 'users.tsv'];
    expect(await walk('others')).toEqual(names.map((name) => `skipped other: others/${name}`));
  });

  it('that is a set-apart folder itself is skipped by name', async () => {
    const path = 'AWSLogs/111111111111/CloudTrail-Digest';
    expect(await walk(path)).toEqual([`skipped digest: ${path}/eu-west-1/d.json.gz`]);
  });
});

describe('a link', () => {
  it('to a file is followed, to a folder above is not, to nothing is unreadable', async () => {
    expect(await walk('links')).toEqual([
      'unreadable is a broken link: links/broken.json',
      'file: links/file',
      'file: links/real/a.json',
      'skipped other: links/real/up',
    ]);
  });

  it('to a folder elsewhere is followed once', async () => {
    expect(await walk('linked')).toEqual(['file: linked/one/e.json', 'skipped other: linked/two']);
  });

  it('that leads in circles comes to an end', async () => {
    expect(await walk('cross')).toEqual(['skipped other: cross/a/b/a', 'skipped other: cross/b/a/b']);
  });
});

describe('a path that was given', () => {
  it('is a candidate, whatever it is called and wherever it lies', async () => {
    const digest = 'AWSLogs/111111111111/CloudTrail-Digest/eu-west-1/d.json.gz';
    expect(await walk('others/README.md', digest)).toEqual([`file: others/README.md`, `file: ${digest}`]);
  });

  it('says its size', async () => {
    for await (const found of walkTrail([join(root, 'others/LICENSE')])) {
      expect(found).toMatchObject({ kind: 'file', sizeBytes: 6 });
    }
    for await (const found of walkTrail([join(root, 'linked/one')])) {
      expect(found).toMatchObject({ kind: 'file', sizeBytes: 2 });
    }
  });

  it('and does not exist is missing', async () => {
    expect(await walk('nowhere', 'linked/one')).toEqual(['missing: nowhere', 'file: linked/one/e.json']);
  });

  it('and leads through a file is unreadable', async () => {
    expect(await walk('others/LICENSE/x')).toEqual(['unreadable leads through a file: others/LICENSE/x']);
  });
});

it.skipIf(process.platform === 'win32')('a pipe in a folder is not opened (no pipes here)', async () => {
  mkdirSync(join(root, 'pipes'));
  execFileSync('mkfifo', [join(root, 'pipes/pipe.log'), join(root, 'pipes/unnamed')]);
  expect(await walk('pipes')).toEqual(['skipped other: pipes/pipe.log', 'skipped other: pipes/unnamed']);
});

it.skipIf(isRoot)('a folder without permission is unreadable, and the walk goes on (root may read all)', async () => {
  put('closed/a/a.json', '{}');
  put('closed/b/b.json', '{}');
  put('closed/c', 'x');
  chmodSync(join(root, 'closed/a'), 0);
  chmodSync(join(root, 'closed/c'), 0);
  const found = await walk('closed');
  chmodSync(join(root, 'closed/a'), 0o700);
  expect(found).toEqual([
    'unreadable permission denied: closed/a',
    'file: closed/b/b.json',
    'unreadable permission denied: closed/c',
  ]);
});

it('what there is to read is measured before it is read', async () => {
  expect(await measureTrail([join(root, 'names'), join(root, 'nowhere')])).toEqual({ files: 5, bytes: 40 });
});
