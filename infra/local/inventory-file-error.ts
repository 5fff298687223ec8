/** A file that cannot serve as what it was given as, with the one line to say about it. */
export class InventoryFileError extends Error {
  override readonly name = 'InventoryFileError';
}
