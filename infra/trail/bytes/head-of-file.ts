import { open } from 'node:fs/promises';

const headBytes = 4096;

/** The first 4,096 bytes of a file, or all of a shorter one. Throws what the file system throws. */
export async function headOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
