/** A file of another provider's list of users, as it was read. */
interface ListFile {
  readonly path: string;
  /** Entries that cannot be read, each with its place and why. */
  readonly malformed: readonly string[];
  /** Whether further pages follow that were not given with it. */
  readonly isTruncated: boolean;
}

/** What is missing of a list: entries that cannot be read, and the pages behind its last file. */
export function missingOfList(files: readonly ListFile[], last: ListFile | undefined): string[] {
  const entries = files.flatMap(({ path, malformed }) => malformed.map((problem) => `${path}: ${problem}`));
  return last?.isTruncated ? [...entries, `${last.path}: more pages follow and were not given`] : entries;
}

/** Deleted users are nobody's to judge: how many there were, if any. */
export function notesOfDeleted(provider: string, files: readonly { readonly deleted: number }[]): string[] {
  const deleted = files.reduce((sum, file) => sum + file.deleted, 0);
  return deleted === 0 ? [] : [`${deleted} deleted users of ${provider} are left out`];
}
