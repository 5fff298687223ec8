import { key, type Story, spread } from './story.ts';

const oddNames = ['=cmd.calc', '+svc', '@ops', '-dash', 'a.b+c=d,e@f_g-h', `long-${'x'.repeat(59)}`, 'Backup-Operator'];

/** Unused users: idle or never used. */
export const unusedUsers: readonly Story[] = [
  {
    label: 'left, and nobody noticed',
    state: 'idle',
    share: 18,
    part: (nth) => {
      const silent = spread(nth, 97, 304, 17);
      const left = { created: spread(nth, 900, 300), password: { set: 600, used: silent + 2 } };
      if (silent > 118) return { ...left, keys: [key(700, silent)] };
      return { ...left, keys: [key(700, 'logs')], activity: { via: 'key', until: silent, weight: 1 } };
    },
  },
  {
    label: 'has an odd name and left',
    state: 'idle',
    share: 7,
    part: (nth) => ({
      ...(nth < oddNames.length && { name: oddNames[nth] as string }),
      created: 650,
      path: nth % 2 === 0 ? '/division/team/' : '/',
      keys: [key(640, spread(nth, 120, 270, 9))],
    }),
  },
  {
    label: 'never used the key it was given',
    state: 'never-used',
    share: 4,
    part: (nth) => ({ created: spread(nth, 200, 100), keys: [key(200)] }),
  },
  {
    label: 'never used its password',
    state: 'never-used',
    share: 3,
    part: (nth) => ({ created: spread(nth, 412, 100), password: { set: 412 } }),
  },
  {
    label: 'has no credential left',
    state: 'never-used',
    share: 3,
    part: (nth) => ({ created: spread(nth, 300, 100) }),
  },
  {
    label: 'was last seen exactly the threshold ago',
    state: 'idle',
    share: 1,
    part: () => ({ created: 800, keys: [key(500, 'logs')], activity: { via: 'key', until: 90, weight: 1 } }),
  },
  {
    label: 'is only ever named in failed sign-ins',
    state: 'idle',
    share: 1,
    part: () => ({ created: 640, password: { set: 640, used: 150 }, oddity: 'failed-sign-ins' }),
  },
  {
    label: 'is a seasonal worker, exempt until spring',
    state: 'idle',
    share: 2,
    part: (nth) => ({
      created: 1000,
      password: { set: 400, used: spread(nth, 210, 60) },
      certificate: { created: 900 },
      tags: { 'lastseen:exempt': 'until=2027-03-31 seasonal staff' },
    }),
  },
  {
    label: 'was exempt, and that has ended',
    state: 'idle',
    share: 1,
    part: () => ({
      created: 1100,
      password: { set: 500, used: 260 },
      tags: { 'lastseen:exempt': 'until=2026-09-30 parental leave' },
    }),
  },
  {
    label: 'is exempt without a word',
    state: 'idle',
    share: 1,
    part: () => ({ created: 1200, keys: [key(900, 380)], tags: { 'lastseen:exempt': '' } }),
  },
];
