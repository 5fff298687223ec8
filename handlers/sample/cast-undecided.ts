import { key, type Story } from './story.ts';

/** Users who cannot be judged: too young, or facts are missing. */
export const undecidedUsers: readonly Story[] = [
  {
    label: 'was created yesterday',
    state: 'new',
    share: 2,
    part: () => ({ created: 1, password: { set: 1 } }),
  },
  {
    label: 'was silent for 200 days and got a new password yesterday',
    state: 'new',
    share: 1,
    part: () => ({ created: 900, password: { set: 1, used: 200 } }),
  },
  {
    label: 'was silent for 150 days and got a key yesterday',
    state: 'new',
    share: 1,
    part: () => ({ created: 901, password: { set: 700, used: 150 }, keys: [key(1)] }),
  },
  {
    label: 'was deleted and made again under the same name',
    state: 'new',
    share: 1,
    part: () => ({ created: 20, password: { set: 20 }, oddity: 'same-name-before' }),
  },
  {
    label: 'was made again, and the report still has the row of the user before',
    state: 'unknown',
    share: 1,
    part: () => ({ created: 100, keys: [key(700, 400)], row: 'of-the-user-before' }),
  },
  {
    label: 'has no row in the credential report',
    state: 'unknown',
    share: 1,
    part: () => ({ created: 150, row: 'missing' }),
  },
];
