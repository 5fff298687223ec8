import type { State } from '../../domain/verdict.ts';

/** What a story says of its user. Times are days before the end of the sample; `logs`: as the log files have it. */
export interface Part {
  readonly name?: string;
  readonly path?: string;
  readonly created: number;
  readonly password?: { readonly set: number; readonly used?: number | 'logs' };
  /** A password that is gone, and that only ListUsers remembers. */
  readonly passwordGone?: { readonly used: number };
  readonly keys?: readonly KeyPart[];
  readonly activity?: Activity;
  readonly tags?: { readonly [key: string]: string };
  readonly row?: 'missing' | 'of-the-user-before';
  /** Other records of the user than plain calls. */
  readonly oddity?: 'failed-sign-ins' | 'no-unique-id' | 'old-name' | 'same-name-before' | 'hostile' | 'type-unknown';
}

export interface KeyPart {
  readonly created: number;
  readonly used?: number | 'logs';
  readonly active?: boolean;
}

/** How a user shows in the logs, from `from` to exactly `until` days before the end. */
export interface Activity {
  readonly via: 'console' | 'key' | 'session' | 'federation';
  readonly until: number;
  readonly from?: number;
  /** How many of the account's calls are this user's, against others. */
  readonly weight: number;
  readonly calls?: 'read' | 'refused';
  readonly regions?: 'one';
}

export interface Story {
  readonly label: string;
  readonly state: State;
  /** Of 120 users; every story is told at least once. */
  readonly share: number;
  /** The user of the `nth` telling, from 0. */
  readonly part: (nth: number) => Part;
}

const second = 1 / 86_400;
const recently = (nth: number) => 0.05 + (nth % 9) * 0.1;
const key = (created: number, used?: number | 'logs', active = true): KeyPart =>
  used === undefined ? { created, active } : { created, used, active };
const oddNames = ['=cmd.calc', '+svc', '@ops', '-dash', 'a.b+c=d,e@f_g-h', `long-${'x'.repeat(59)}`, 'Backup-Operator'];

/** Everybody in the sample account, the common ones first. */
export const stories: readonly Story[] = [
  {
    label: 'signs in to the console every day',
    state: 'active',
    share: 20,
    part: (nth) => ({
      created: 700 - nth,
      password: { set: 300, used: 'logs' },
      activity: { via: 'console', until: recently(nth), weight: 2 },
    }),
  },
  {
    label: 'left, and nobody noticed',
    state: 'idle',
    share: 18,
    part: (nth) => {
      const silent = 97 + nth * 17;
      const used = silent < 115 ? 'logs' : silent;
      const activity = { via: 'key', until: silent, weight: 1 } as const;
      return {
        created: 900 + nth,
        password: { set: 600, used: silent + 2 },
        keys: [key(700, used)],
        ...(used === 'logs' && { activity }),
      };
    },
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
    label: 'never used the key it was given',
    state: 'never-used',
    share: 4,
    part: (nth) => ({ created: 200 + nth, keys: [key(200 + nth)] }),
  },
  {
    label: 'never used its password',
    state: 'never-used',
    share: 3,
    part: (nth) => ({ created: 412 + nth, password: { set: 412 + nth } }),
  },
  {
    label: 'has no credential left',
    state: 'never-used',
    share: 3,
    part: (nth) => ({ created: 300 + nth }),
  },
  {
    label: 'was created yesterday',
    state: 'new',
    share: 2,
    part: () => ({ created: 1, password: { set: 1 } }),
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
      keys: [key(500, 8)],
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
    label: 'was last seen exactly the threshold ago',
    state: 'idle',
    share: 1,
    part: () => ({ created: 800, keys: [key(500, 'logs')], activity: { via: 'key', until: 90, weight: 1 } }),
  },
  {
    label: 'was last seen a second less than the threshold ago',
    state: 'active',
    share: 1,
    part: () => ({ created: 801, keys: [key(501, 'logs')], activity: { via: 'key', until: 90 - second, weight: 1 } }),
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
    label: 'calls only the data plane, which management events do not show',
    state: 'active',
    share: 2,
    part: (nth) => ({ created: 520 + nth, keys: [key(410, 2 + nth)] }),
  },
  {
    label: 'is only ever named in failed sign-ins',
    state: 'idle',
    share: 1,
    part: () => ({ created: 640, password: { set: 640, used: 150 }, oddity: 'failed-sign-ins' }),
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
    label: 'shows in records whose identity has no known type',
    state: 'active',
    share: 1,
    part: () => ({ created: 570, keys: [key(570, 130)], oddity: 'type-unknown' }),
  },
  {
    label: 'used a key that is inactive by now',
    state: 'active',
    share: 1,
    part: () => ({
      created: 610,
      keys: [key(580, 'logs', false)],
      activity: { via: 'key', until: 20, weight: 1 },
    }),
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
    label: 'signed in with a password that is gone by now',
    state: 'active',
    share: 1,
    part: () => ({ created: 530, passwordGone: { used: 30 } }),
  },
  {
    label: 'is a seasonal worker, exempt until spring',
    state: 'idle',
    share: 2,
    part: (nth) => ({
      created: 1000 + nth,
      password: { set: 400, used: 210 + nth },
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
  {
    label: 'has an odd name and left',
    state: 'idle',
    share: 7,
    part: (nth) => ({
      ...(nth < oddNames.length && { name: oddNames[nth] as string }),
      created: 650,
      path: nth % 2 === 0 ? '/division/team/' : '/',
      keys: [key(640, 120 + nth * 9)],
    }),
  },
];
