import type { AccountId } from '../../domain/ids.ts';
import type { Part, Story } from './cast.ts';
import { stories } from './cast.ts';
import type { Random } from './random.ts';

/** One made-up user: its story, its ids, and what the log files come to say of it. */
export interface Person {
  readonly story: Story;
  readonly part: Part;
  readonly userId: string;
  readonly userName: string;
  readonly path: string;
  readonly arn: string;
  /** As many as the part has keys, and one that only records know where it has none. */
  readonly keyIds: readonly string[];
  readonly sessionKeyId: string;
  readonly address: string;
  readonly homeRegion: string;
  /** Greatest time of a record that counts as a sighting, in ms; changed while records are written. */
  lastSeenMs: number | undefined;
}

const firstWords = [
  'amber',
  'birch',
  'cedar',
  'delta',
  'ember',
  'fjord',
  'grove',
  'heath',
  'inlet',
  'jade',
  'kelp',
  'loam',
];
const secondWords = ['lake', 'mill', 'north', 'oak', 'pine', 'quay', 'ridge', 'stone', 'tide', 'vale', 'wood'];

/** The users of the inventory: every story once while there is room, then by their shares. */
export function peopleOf(users: number, account: AccountId, regions: readonly string[], random: Random): Person[] {
  const tellings = stories.slice(0, users).map((story) => ({ story, nth: 0 }));
  const weighted = stories.flatMap((story) => Array.from({ length: Math.max(0, story.share - 1) }, () => story));
  const told = new Map<Story, number>();
  for (let index = 0; tellings.length < users; index++) {
    const story = weighted[index % weighted.length] as Story;
    const nth = (told.get(story) ?? 0) + 1;
    told.set(story, nth);
    tellings.push({ story, nth });
  }
  return tellings.map(({ story, nth }, index) => personOf(story, story.part(nth), index, account, regions, random));
}

function personOf(
  story: Story,
  part: Part,
  index: number,
  account: AccountId,
  regions: readonly string[],
  random: Random,
): Person {
  const userName = part.name ?? nameOf(part, index);
  const path = part.path ?? '/';
  return {
    story,
    part,
    userId: random.id('AIDA'),
    userName,
    path,
    arn: `arn:aws:iam::${account}:user${path}${userName}`,
    keyIds: Array.from({ length: Math.max(1, part.keys?.length ?? 0) }, () => random.id('AKIA')),
    sessionKeyId: random.id('ASIA'),
    address: `${random.pick(['192.0.2', '198.51.100', '203.0.113'])}.${1 + random.below(254)}`,
    homeRegion: random.pick(regions),
    lastSeenMs: undefined,
  };
}

function nameOf({ path }: Part, index: number): string {
  if (path === '/robots/') return `ci-deploy-${`${index}`.padStart(2, '0')}`;
  const round = Math.floor(index / (firstWords.length * secondWords.length));
  const name = `${firstWords[index % firstWords.length]}.${secondWords[index % secondWords.length]}`;
  return round === 0 ? name : `${name}.${round}`;
}
