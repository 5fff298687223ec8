import { plainText } from '../plain-text.ts';
import type { Shelter } from '../sightings/shelter.ts';
import { type Instant, plusDays } from '../time.ts';
import type { Assessment } from '../verdict/assessment.ts';

/** Who sheltered a user longer ago is not listed again: a keep ends as late. */
export const shelteredDays = 180;

/** Users who carry a sheltering tag now, with who set it and when: whoever may tag a user can hide it. */
export function shelterLines(
  assessments: readonly Assessment[],
  shelters: ReadonlyMap<string, Shelter>,
  asOf: Instant,
): string[] {
  const since = plusDays(asOf, -shelteredDays);
  return assessments.flatMap(({ user: { userName, tags } }) => {
    const shelter = shelters.get(userName.toLowerCase());
    const keys = shelter?.keys.filter((wanted) => tags.some(({ key }) => key === wanted)) ?? [];
    if (shelter === undefined || keys.length === 0 || shelter.at < since) return [];
    const who = shelter.person === undefined ? shelter.by : `${shelter.person} (${shelter.by})`;
    return [`- ${plainText(`${userName}: ${keys.join(', ')}, set by ${who} at ${shelter.at}`)}`];
  });
}
