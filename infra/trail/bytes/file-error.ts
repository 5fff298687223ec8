const words: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOENT: 'does not exist',
  EISDIR: 'is a folder',
  ENOTDIR: 'leads through a file',
  ELOOP: 'is a loop of links',
  EIO: 'the disk cannot read it',
  ENAMETOOLONG: 'the name is too long',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
};

/** Why the file system refused, in words. Any other error is thrown again. */
export function wordsOfFileError(error: unknown): string {
  const code = codeOf(error);
  if (code === undefined || !(error instanceof Error && 'syscall' in error)) throw error;
  return words[code] ?? `cannot be read (${code})`;
}

/** The code that Node gives an error (`ENOENT`, `Z_DATA_ERROR`). */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
