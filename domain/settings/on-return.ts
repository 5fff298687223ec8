/**
 * What becomes of a quarantined user who calls. `hold`: it stays denied until a person decides. `restore-known`: it is
 * restored if it calls from a network and with a kind of client that it called with before. `restore`: always.
 * Restoring gives a thief what he had before; holding keeps a broken job broken.
 */
export const onReturnChoices = ['hold', 'restore-known', 'restore'] as const;
export type OnReturn = (typeof onReturnChoices)[number];
