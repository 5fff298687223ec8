/**
 * What went wrong, in the service's own word (`AccessDenied`, `Throttling`, `ECONNREFUSED`): the same words for the
 * same failure every day.
 */
export function failureWords(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown failure';
  const code = (error as NodeJS.ErrnoException).code ?? codeOf(error.cause);
  return error.name === 'Error' || error.name === 'AggregateError' ? (code ?? error.message.slice(0, 100)) : error.name;
}

function codeOf(cause: unknown): string | undefined {
  return cause instanceof Error ? (cause as NodeJS.ErrnoException).code : undefined;
}
