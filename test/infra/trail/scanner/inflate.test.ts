import { constants, gunzipSync, gzipSync, type ZlibOptions } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Instant } from '../../../../domain/time.ts';
import { TrailFileReader } from '../../../../infra/trail/fold-trail-file.ts';
import { newKernel } from '../../../../infra/trail/scanner/kernel-interface.ts';
import { type Below, belowFrom, pick } from './mutated-record.ts';

/** Damaged files; `npm run check:mutated` takes fifty times as many. */
const damagedFiles = process.env['LASTSEEN_MUTATED'] === 'all' ? 1_000_000 : 20_000;

const kernel = newKernel(() => 0);
kernel.prepare();
const memory = Buffer.from(kernel.memory.buffer);

/** The text that the kernel inflates; undefined where it leaves the file to zlib. */
function inflated(packed: Uint8Array): Buffer | undefined {
  memory.set(packed, kernel.packedAddress());
  const length = kernel.inflate(packed.length);
  return length < 0 ? undefined : memory.subarray(kernel.inputAddress(), kernel.inputAddress() + length);
}

function byZlib(packed: Uint8Array): Buffer | undefined {
  try {
    return gunzipSync(packed);
  } catch {
    return undefined;
  }
}

/** The file with the sum and size of what the kernel made of its data: only the data can be wrong then. */
function mended(packed: Buffer): Buffer {
  if (packed.length < 18 || inflated(packed) !== undefined) return packed;
  const copy = Buffer.from(packed);
  copy.writeInt32LE(kernel.checkSum.value, copy.length - 8);
  copy.writeUInt32LE(kernel.inflatedBytes(), copy.length - 4);
  return copy;
}

/** Whether the kernel either leaves a file to zlib, or has the same text. */
function agrees(packed: Uint8Array): boolean {
  const text = inflated(packed);
  return text === undefined || byZlib(packed)?.equals(text) === true;
}

const strategies = [
  constants.Z_DEFAULT_STRATEGY,
  constants.Z_FILTERED,
  constants.Z_HUFFMAN_ONLY,
  constants.Z_RLE,
  constants.Z_FIXED,
];

const words = [
  '"eventVersion":"1.11",',
  '"userIdentity":{"type":"IAMUser"},',
  'us-east-1',
  '0',
  'aaaaaaaaaa',
  '\u0000',
];

/** Text of a length below a bound: words, bytes of any value, runs of one byte. */
function anyText(below: Below, bound: number): Buffer {
  const parts: Buffer[] = [];
  for (let left = below(bound); left > 0; left -= parts.at(-1)?.length ?? 1) {
    const any = Buffer.from(Array.from({ length: 1 + below(40) }, () => below(256)));
    const run = Buffer.alloc(1 + below(600), below(256));
    parts.push(pick(below, [Buffer.from(pick(below, words)), Buffer.from(pick(below, words)), any, run]));
  }
  return Buffer.concat(parts);
}

function anyOptions(below: Below): ZlibOptions {
  const [level, windowBits] = [below(10), 9 + below(7)];
  return { level, windowBits, memLevel: 1 + below(9), strategy: pick(below, strategies) };
}

/** Cut, longer, with bits flipped, with bytes of another file, with the sum or the size of another. */
function damaged(packed: Buffer, other: Buffer, below: Below): Buffer {
  const copy = Buffer.from(packed);
  const flip = (at: number) => copy.writeUInt8((copy[at] ?? 0) ^ (1 << below(8)), at);
  switch (below(6)) {
    case 0:
      return copy.subarray(0, below(copy.length));
    case 1:
      return Buffer.concat([copy, other.subarray(0, 1 + below(other.length))]);
    case 2:
      copy.set(other.subarray(0, Math.min(other.length, copy.length - 18)), 10 + below(8));
      return copy;
    case 3:
      flip(copy.length - 1 - below(8));
      return copy;
    case 4:
      // The trees of the first block stand here.
      for (let times = 1 + below(3); times > 0; times--) flip(Math.min(10 + below(60), copy.length - 1));
      return copy;
    default:
      for (let times = 1 + below(3); times > 0; times--) flip(below(copy.length));
      return copy;
  }
}

describe('the kernel inflates', () => {
  const below = belowFrom(1);
  const files = Array.from({ length: 1000 }, (_, index) => {
    const text = anyText(below, index < 900 ? 3000 : index < 990 ? 15_000 : 300_000);
    return { text, packed: gzipSync(text, anyOptions(below)) };
  });

  it('what zlib packed, at every level, strategy, window and size', () => {
    for (const { text, packed } of files) expect(inflated(packed)?.equals(text)).toBe(true);
  });

  it('to the sum of zlib, whatever the length of the text and of its blocks', () => {
    const text = Buffer.concat(Array.from({ length: 30 }, () => anyText(below, 3000)));
    for (let length = 4_700; length < 4_900; length++) {
      for (const part of [text.subarray(0, length), text.subarray(0, 20_000 + length)]) {
        expect(inflated(gzipSync(part, { level: 1 + (length % 9), memLevel: 1 }))?.length).toBe(part.length);
      }
    }
  });

  it('a file cut at every byte never', () => {
    for (const { packed } of files.slice(0, 20)) {
      for (let end = 0; end < packed.length; end++) expect(inflated(packed.subarray(0, end))).toBeUndefined();
    }
  });

  it('damaged files never to another text than zlib', { timeout: 600_000 }, () => {
    let mendedFiles = 0;
    for (let turn = 0; turn < damagedFiles; turn++) {
      const packed = damaged(pick(below, files).packed, pick(below, files).packed, below);
      const repaired = mended(packed);
      for (const file of [packed, repaired]) if (!agrees(file)) expect.fail(`turn ${turn}: ${file.toString('base64')}`);
      if (inflated(packed) === undefined && inflated(repaired) !== undefined) mendedFiles++;
    }
    // Flipped bits of literals and distances leave valid data with another text.
    expect(mendedFiles).toBeGreaterThan(damagedFiles / 10);
  });

  it.each([
    ['two members', Buffer.concat([gzipSync('{"a":1}'), gzipSync('{"b":1}')])],
    ['a name in the header', Buffer.concat([Buffer.from('1f8b0808000000000003', 'hex'), Buffer.from('a\0')])],
    ['a text longer than its room', gzipSync(Buffer.alloc(9_000_000, 32))],
    ['a file longer than its room', gzipSync(Buffer.from(Array.from({ length: 1_100_000 }, () => below(256))))],
    ['a distance before the text', Buffer.from('1f8b0800000000000003030200fb9f7dbd00000000', 'hex')],
  ])('not %s: that is for zlib', (_, packed) => {
    expect(inflated(packed)).toBeUndefined();
  });
});

it('a file whose text is gzip again, or UTF-16, is read as ever', async () => {
  const now = '2026-11-01T00:00:00Z' as Instant;
  const text = '{"Records":[{"eventVersion":"1.11","eventTime":"2026-10-31T10:00:00Z"}]}';
  const reader = new TrailFileReader(now);
  for (const packed of [gzipSync(gzipSync(text)), gzipSync(Buffer.from(text, 'utf16le')), gzipSync(text)]) {
    const { outcome } = await reader.foldFile(packed, () => {});
    expect(outcome).toMatchObject({ kind: 'read', records: 1 });
  }
  expect(reader.finish().received).toBe(3);
});
