import { describe, expect, it } from 'vitest';
import { isJsonObject, type JsonObject } from '../../../domain/json.ts';
import {
  type CampaignWrite,
  itemOfCampaignWrite,
  readCampaign,
  readUserReview,
} from '../../../domain/review/stored-campaign.ts';
import { daysAgo, now, reviewId } from '../builders.ts';
import { campaign, keep, remove, review, says } from './world.ts';

/** An item as a table gives it back. */
function itemOf(write: CampaignWrite): JsonObject {
  const { attributes } = itemOfCampaignWrite(write);
  const item: unknown = JSON.parse(JSON.stringify(attributes));
  return isJsonObject(item) ? item : expect.fail('an item is an object');
}

const whole = campaign({ closed: { at: now, by: 'arn:x', reason: 'enough', digest: 'd' }, version: 2 });
const answers = [
  says('bob', { kind: 'seasonal', month: 3, until: '2027-03-31', reason: 'books' }, daysAgo(3)),
  says('bob', { kind: 'not-mine', to: 'eve' }, daysAgo(2)),
  says('eve', keep, daysAgo(1)),
  says('eve', remove),
];
const items = {
  campaign: itemOf({ kind: 'campaign', campaign: whole }),
  review: itemOf({ kind: 'user-review', id: reviewId(), review: review(answers) }),
};

/** Every path to a value in it. */
function pathsIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, part]) => pathsIn(part, [...path, key]))];
}

/** The item with something else in that place. */
function changed(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value)) return value.map((part, index) => (`${index}` === key ? changed(part, rest, by) : part));
  return isJsonObject(value) ? { ...value, [key]: changed(value[key], rest, by) } : value;
}

describe('a stored campaign', () => {
  it('is read as it was written', () => {
    expect(readCampaign(items.campaign)).toEqual(whole);
    expect(readUserReview(items.review)).toEqual(review(answers));
  });

  it.each(['campaign', 'review'] as const)('whose %s has a field of another shape is not read', (kind) => {
    const read = kind === 'campaign' ? readCampaign : readUserReview;
    const paths = pathsIn(items[kind]).filter((path) => path.length > 0);
    expect(paths.length).toBeGreaterThan(15);
    const misread = paths.filter((path) => {
      const item = changed(items[kind], path, [7]);
      return !isJsonObject(item) || read(item) !== undefined;
    });
    expect(misread).toEqual([]);
  });

  it('of another format, or with another version beside it, is not read', () => {
    expect(readCampaign({ ...items.campaign, format: 2 })).toBeUndefined();
    expect(readUserReview({ ...items.review, version: 2 })).toBeUndefined();
  });
});
