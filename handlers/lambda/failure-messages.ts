/** The messages of an error and of its causes, the outermost first. */
export function failureMessages(cause: unknown): string[] {
  return cause instanceof Error ? [`${cause.name}: ${cause.message}`, ...failureMessages(cause.cause)] : [];
}
