const monthName = new Intl.DateTimeFormat('en-US', { month: 'short', timeZone: 'UTC' });

/** `1 Nov`, in UTC. */
export const shortDayWords = (at: Date): string => `${at.getUTCDate()} ${monthName.format(at)}`;

/** `Nov 2026`, in UTC. */
export const monthWords = (at: Date): string => `${monthName.format(at)} ${at.getUTCFullYear()}`;

/** `1 Nov 2026`, in UTC. */
export const dayWords = (at: string): string => `${shortDayWords(new Date(at))} ${at.slice(0, 4)}`;
