/** The value of a text that the test itself gave. */
export function must<T>(value: T | undefined, text: string): T {
  if (value === undefined) throw new Error(`the test gave ${text}`);
  return value;
}
