/** Input or settings that cannot be used. The message is one line: what, where, what to do. The exit code is 2. */
export class InputError extends Error {
  override readonly name = 'InputError';
}
