import { key, type Story } from './story.ts';

/** Active users whose records or credentials are easily misread. */
export const oddUsers: readonly Story[] = [
  {
    label: 'was renamed',
    state: 'active',
    share: 1,
    part: () => ({
      created: 740,
      keys: [key(600, 'logs')],
      activity: { via: 'key', until: 40, weight: 1 },
      oddity: 'old-name',
    }),
  },
  {
    label: 'shows in a record without a unique id',
    state: 'active',
    share: 1,
    part: () => ({ created: 560, keys: [key(560, 140)], oddity: 'no-unique-id' }),
  },
  {
    label: 'used a key that is inactive by now',
    state: 'active',
    share: 1,
    part: () => ({
      created: 610,
      keys: [{ created: 580, used: 'logs', active: false }],
      activity: { via: 'key', until: 20, weight: 1 },
    }),
  },
  {
    label: 'sends terminal escapes for a user agent',
    state: 'active',
    share: 1,
    part: () => ({
      created: 430,
      keys: [key(430, 'logs')],
      activity: { via: 'key', until: 1, weight: 1 },
      oddity: 'hostile',
    }),
  },
];

/** Rare cases, for accounts of more than thirty users. */
export const rareUsers: readonly Story[] = [
  {
    label: 'shows in records whose identity has no known type',
    state: 'active',
    share: 1,
    part: () => ({ created: 570, keys: [key(570, 130)], oddity: 'type-unknown' }),
  },
  {
    label: 'used a key that was deleted since',
    state: 'active',
    share: 1,
    part: () => ({ created: 590, activity: { via: 'key', until: 15, weight: 1 } }),
  },
  {
    label: 'signed in with a password that is gone by now',
    state: 'active',
    share: 1,
    part: () => ({ created: 530, passwordGone: { used: 30 } }),
  },
  {
    label: 'works under the name of a user deleted before',
    state: 'active',
    share: 1,
    part: () => ({
      created: 22,
      keys: [key(22, 'logs')],
      activity: { via: 'key', from: 21, until: 2, weight: 2 },
      oddity: 'same-name-before',
    }),
  },
  {
    label: 'left, and a role session goes by its name',
    state: 'idle',
    share: 1,
    part: () => ({ created: 660, password: { set: 500, used: 170 }, oddity: 'roles-session-name' }),
  },
];
