import { key, recently, type Story, secondInDays, spread } from './story.ts';

/** Active users, each in a different way. */
export const activeUsers: readonly Story[] = [
  {
    label: 'signs in to the console every day',
    state: 'active',
    share: 20,
    part: (nth) => ({
      created: spread(nth, 400, 300),
      password: { set: 300, used: 'logs' },
      activity: { via: 'console', until: recently(nth), weight: 2 },
    }),
  },
  {
    label: 'deploys from CI with a key',
    state: 'active',
    share: 10,
    part: (nth) => ({
      created: 500,
      path: '/robots/',
      keys: [key(400, 'logs')],
      activity: { via: 'key', until: recently(nth), weight: 20 },
    }),
  },
  {
    label: 'uses a key in one Region',
    state: 'active',
    share: 8,
    part: (nth) => ({
      created: 450,
      keys: [key(380, 'logs')],
      activity: { via: 'key', until: recently(nth) + 3, weight: 2, regions: 'one' },
    }),
  },
  {
    label: 'only ever reads',
    state: 'active',
    share: 4,
    part: (nth) => ({
      created: 350,
      keys: [key(350, 'logs')],
      activity: { via: 'key', until: recently(nth) + 1, weight: 3, calls: 'read' },
    }),
  },
  {
    label: 'works with temporary credentials behind MFA',
    state: 'active',
    share: 4,
    part: (nth) => ({
      created: 420,
      password: { set: 200, used: 5 },
      keys: [key(300, 4)],
      activity: { via: 'session', until: recently(nth) + 2, weight: 2 },
    }),
  },
  {
    label: 'hands out federation tokens',
    state: 'active',
    share: 2,
    part: (nth) => ({
      created: 610,
      keys: [key(500, 100)],
      activity: { via: 'federation', until: recently(nth) + 4, weight: 2 },
    }),
  },
  {
    label: 'is refused at every call',
    state: 'active',
    share: 2,
    part: (nth) => ({
      created: 330,
      keys: [key(330, 'logs')],
      activity: { via: 'key', until: recently(nth) + 6, weight: 1, calls: 'refused' },
    }),
  },
  {
    label: 'calls only the data plane, which management events do not show',
    state: 'active',
    share: 2,
    part: (nth) => ({ created: 520, keys: [key(410, spread(nth, 2, 60))] }),
  },
  {
    label: 'signs in, and has a key of 100 days that was never used',
    state: 'active',
    share: 2,
    part: (nth) => ({
      created: 480,
      password: { set: 250, used: 'logs' },
      keys: [key(100)],
      activity: { via: 'console', until: recently(nth) + 1, weight: 1 },
    }),
  },
  {
    label: 'was last seen a second less than the threshold ago',
    state: 'active',
    share: 1,
    part: () => ({
      created: 801,
      keys: [key(501, 'logs')],
      activity: { via: 'key', until: 90 - secondInDays, weight: 1 },
    }),
  },
];
