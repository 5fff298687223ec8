const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });

/** `1 Nov 2026`, in UTC. */
export const dayWords = (at: string): string => day.format(new Date(at));
