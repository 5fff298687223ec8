/** An inventory file that cannot be used. The message is one line for the user. */
export class InventoryFileError extends Error {
  override readonly name = 'InventoryFileError';
  /** The file is of a kind that never holds an inventory: in a folder it is skipped. */
  readonly isForeign: boolean;

  constructor(
    message: string,
    { isForeign = false, ...options }: ErrorOptions & { readonly isForeign?: boolean } = {},
  ) {
    super(message, options);
    this.isForeign = isForeign;
  }
}
