import { createReadStream } from 'node:fs';

/** What fits into memory and into one text, and is far more than IAM's answers about 5,000 users take. */
export const mostBytes = 500 * 1024 * 1024;

/**
 * The bytes of a file, pipe or device, read to its end. Throws the file system's error, with the code `EFBIG` where
 * `most` bytes are not the end: a device like `/dev/zero` has none.
 */
export async function readWholeFile(path: string, most = mostBytes): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  const stream: AsyncIterable<Buffer> = createReadStream(path, { highWaterMark: 1024 * 1024 });
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > most) throw Object.assign(new Error(`EFBIG: ${path}`), { code: 'EFBIG', syscall: 'read', path });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
