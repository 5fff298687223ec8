const words: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOENT: 'does not exist',
  EISDIR: 'is a folder',
  ENOTDIR: 'leads through a file',
  ELOOP: 'is a loop of links',
  EIO: 'the disk cannot read it',
  ENAMETOOLONG: 'the name is too long',
  EFBIG: 'is too large to be read',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
};

/** Why the file system refused, in words. Any other error is thrown again. */
export function wordsOfFileError(error: unknown): string {
  const code = codeOf(error);
  if (code === undefined || !isFileError(error)) throw error;
  return words[code] ?? `cannot be read (${code})`;
}

/** Whether the error is an answer of the file system or of another call of the operating system. */
export function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}

const writeWords: Readonly<Record<string, string>> = {
  ...words,
  ENOENT: 'its folder does not exist or takes no files',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EEXIST: 'is there already and no folder',
};

/** The same of an attempt to write or to make a folder. */
export function wordsOfWriteError(error: unknown): string {
  const code = codeOf(error);
  if (code === undefined || !isFileError(error)) throw error;
  return writeWords[code] ?? `cannot be written (${code})`;
}

/** The code that Node gives an error (`ENOENT`, `Z_DATA_ERROR`). */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
