import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
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
