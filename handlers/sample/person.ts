import { castOf } from './cast.ts';
import type { Random } from './random.ts';
import type { Part, Story } from './story.ts';

/** One made-up user: its story, its ids, and its sightings in the log files. */
export interface Person {
  readonly story: Story;
  readonly part: Part;
  readonly userId: string;
  readonly userName: string;
  readonly path: string;
  readonly arn: string;
  /** As many keys as the part has; where it has none, one that appears only in records. */
  readonly keyIds: readonly [string, ...string[]];
  readonly sessionKeyId: string;
  readonly address: string;
  readonly homeRegion: string;
  /** The time of the latest record that is a sighting, in ms; it grows while records are made. */
  lastSeenMs: number | undefined;
}

const firstWords = 'amber birch cedar delta ember fjord grove heath inlet jade kelp loam'.split(' ');
const secondWords = 'lake mill north oak pine quay ridge stone tide vale wood'.split(' ');
const addressRanges = ['192.0.2', '198.51.100', '203.0.113'];

/** The users of the inventory. */
export function peopleOf(users: number, account: string, regions: readonly string[], random: Random): Person[] {
  return castOf(users).map(({ story, nth }, index) => {
    const part = story.part(nth);
    const userName = part.name ?? nameOf(part, index);
    const path = part.path ?? '/';
    return {
      story,
      part,
      userId: random.id('AIDA'),
      userName,
      path,
      arn: `arn:aws:iam::${account}:user${path}${userName}`,
      keyIds: [random.id('AKIA'), ...(part.keys ?? []).slice(1).map(() => random.id('AKIA'))],
      sessionKeyId: random.id('ASIA'),
      address: `${random.pick(addressRanges)}.${1 + random.below(254)}`,
      homeRegion: random.pick(regions),
      lastSeenMs: undefined,
    };
  });
}

function nameOf({ path }: Part, index: number): string {
  if (path === '/robots/') return `ci-deploy-${`${index}`.padStart(2, '0')}`;
  const round = Math.floor(index / (firstWords.length * secondWords.length));
  const name = `${firstWords[index % firstWords.length]}.${secondWords[index % secondWords.length]}`;
  return round === 0 ? name : `${name}.${round}`;
}

/** Notes that a record of this time is a sighting of the person. */
export function credit(person: Person | undefined, atMs: number): void {
  if (person !== undefined && atMs > (person.lastSeenMs ?? 0)) person.lastSeenMs = atMs;
}
