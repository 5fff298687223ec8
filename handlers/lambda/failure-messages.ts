/** What failed, from the outside in. */
export function failureMessages(cause: unknown): string[] {
  return cause instanceof Error ? [`${cause.name}: ${cause.message}`, ...failureMessages(cause.cause)] : [];
}
