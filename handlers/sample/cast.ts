import { activeUsers } from './cast-active.ts';
import { oddUsers, rareUsers } from './cast-odd.ts';
import { undecidedUsers } from './cast-undecided.ts';
import { unusedUsers } from './cast-unused.ts';
import type { Story } from './story.ts';

/** All stories of the sample account, the common ones first. Thirty users have room for all but the rare ones. */
export const stories: readonly Story[] = [...activeUsers, ...unusedUsers, ...undecidedUsers, ...oddUsers]
  .toSorted((a, b) => b.share - a.share)
  .concat(rareUsers);

/** The stories of `users` users: each once while there is room, then always the one furthest behind its share. */
export function castOf(users: number): { story: Story; nth: number }[] {
  const counts = new Map<Story, number>(stories.map((story) => [story, 0]));
  return Array.from({ length: users }, (_, index) => {
    const story = stories[index] ?? furthestBehindShare(counts);
    const nth = counts.get(story) ?? 0;
    counts.set(story, nth + 1);
    return { story, nth };
  });
}

function furthestBehindShare(counts: ReadonlyMap<Story, number>): Story {
  const owed = (story: Story) => (counts.get(story) ?? 0) / story.share;
  return stories.reduce((most, story) => (owed(story) < owed(most) ? story : most));
}
