const signals = ['SIGINT', 'SIGTERM'] as const;

/**
 * Does something before Ctrl-C or a termination ends the process; then the signal ends it, as it would have alone.
 * Returns what takes this back.
 */
export function beforeInterrupt(work: () => void): () => void {
  const forget = () => {
    for (const signal of signals) process.off(signal, end);
  };
  const end = (signal: NodeJS.Signals) => {
    forget();
    work();
    process.kill(process.pid, signal);
  };
  for (const signal of signals) process.on(signal, end);
  return forget;
}
