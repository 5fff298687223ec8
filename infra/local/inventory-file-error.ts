/** An inventory file that cannot be used. The message is one line for the user. */
export class InventoryFileError extends Error {
  override readonly name = 'InventoryFileError';
}
