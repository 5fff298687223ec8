import type { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openObject } from '../../../../infra/aws/s3/s3-object.ts';
import { type ObjectServer, startObjectServer } from '../../../fakes/object-server.ts';

const bytes = Buffer.alloc(300_000, 'log');
const object = { bucket: 'trail', key: 'AWSLogs/a b+c=ä.json.gz' };
const at = `${object.bucket}/${object.key}`;

let server: ObjectServer;
let client: S3Client;

beforeAll(async () => {
  server = await startObjectServer();
  client = server.client();
});
afterAll(() => server.stop());

async function read(by = client): Promise<Buffer> {
  const opened = await openObject(by, object);
  if (opened.kind !== 'open') throw new Error(opened.kind);
  const chunks: Uint8Array[] = [];
  for await (const chunk of opened.bytes) chunks.push(chunk);
  return Buffer.concat(chunks);
}

describe('an object of S3', () => {
  it('comes as a stream with its size, whatever its key is made of', async () => {
    server.objects.set(at, bytes);
    expect(await openObject(client, object)).toMatchObject({ kind: 'open', sizeBytes: bytes.length });
    expect(bytes.equals(await read())).toBe(true);
  });

  it.each([
    ['NoSuchKey', 404, 'missing'],
    ['NoSuchBucket', 404, 'missing'],
    ['AccessDenied', 403, 'denied'],
    ['AllAccessDisabled', 403, 'denied'],
    ['KMS.DisabledException', 400, 'denied'],
    ['InvalidObjectState', 403, 'archived'],
  ])('%s (%i) is %s', async (code, status, kind) => {
    server.objects.set(at, { code, status });
    expect(await openObject(client, object)).toEqual({ kind, why: code });
  });

  it.each([
    ['SlowDown', 503],
    ['InternalError', 500],
    ['RequestTimeout', 400],
  ])('%s (%i) may pass, and is thrown', async (code, status) => {
    server.objects.set(at, { code, status });
    await expect(openObject(client, object)).rejects.toMatchObject({ name: code });
  });

  it('is asked for again where it is worth it', async () => {
    server.objects.set(at, { code: 'SlowDown', status: 503 });
    server.calls.clear();
    await expect(openObject(server.client({ maxAttempts: 3 }), object)).rejects.toMatchObject({ name: 'SlowDown' });
    expect(server.calls.get(at)).toBe(3);
  });

  it('whose connection breaks half-way throws while it is read', async () => {
    server.objects.set(at, { broken: bytes });
    await expect(read()).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('that stands still half-way throws while it is read', async () => {
    server.objects.set(at, { stalled: bytes });
    await expect(read(server.client({ requestHandler: { socketTimeout: 200 } }))).rejects.toThrow();
  });

  it('that nobody reads is closed', async () => {
    server.objects.set(at, bytes);
    const opened = await openObject(client, object);
    if (opened.kind !== 'open') throw new Error(opened.kind);
    opened.close();
    expect(await opened.bytes[Symbol.asyncIterator]().next()).toEqual({ done: true, value: undefined });
  });
});
