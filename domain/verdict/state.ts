/** The states of a user. */

export const states = ['active', 'idle', 'never-used', 'new', 'unknown'] as const;

/** `idle`: seen by some source, but not within the threshold. `new`: too young to judge. */
export type State = (typeof states)[number];

/** Idle or never used. `unknown` is not unused. */
export const isUnused = (state: State): boolean => state === 'idle' || state === 'never-used';
