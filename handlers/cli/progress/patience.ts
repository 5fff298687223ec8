import type { CommonOptions } from '../options/common-options.ts';

const firstMs = 1000;

/**
 * Does work of unknown length. After a second, a line on a terminal says what is being waited for and how long already;
 * it goes when the work ends.
 */
export async function withPatience<T>(
  { quiet = false }: CommonOptions,
  words: string,
  work: () => Promise<T>,
): Promise<T> {
  if (quiet || process.stderr.isTTY !== true) return work();
  const startedMs = Date.now();
  const timer = setInterval(() => {
    const seconds = Math.round((Date.now() - startedMs) / 1000);
    process.stderr.write(`\r${words}: ${seconds} s`);
  }, firstMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    if (Date.now() - startedMs >= firstMs) process.stderr.write('\r\u001b[K');
  }
}
