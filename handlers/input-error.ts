/** Input or settings that cannot be used, in one line: what, where, and what to do. The run ends with exit code 2. */
export class InputError extends Error {
  override readonly name = 'InputError';
}
