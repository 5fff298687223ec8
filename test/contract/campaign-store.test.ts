import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCampaign, readLetter, readUserReview } from '../../domain/review/stored-campaign.ts';
import { dynamodbCampaigns } from '../../infra/aws/dynamodb/campaigns/dynamodb-campaigns.ts';
import type { CampaignStore } from '../../infra/ports/campaign-store.ts';
import { account, daysAgo, now, reviewId, user } from '../domain/builders.ts';
import { campaign, keep, remove, review, says } from '../domain/review/world.ts';
import { realTables } from './real-tables.ts';

type Opened = CampaignStore & { close(): Promise<void> };

describe.each(realTables<CampaignStore>(dynamodbCampaigns))('the store of campaigns %s', (_, open) => {
  let store: Opened;
  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());

  const write = (what: Parameters<CampaignStore['writeCampaign']>[1]) => store.writeCampaign(account(), what);
  const putReview = (version: number, ...answers: Parameters<typeof review>) =>
    write({ kind: 'user-review', id: reviewId(), review: { ...review(...answers), version } });

  it('lets one writer alone follow on a version', async () => {
    expect(await putReview(2)).toBe(false);
    expect(await putReview(1)).toBe(true);
    expect(await putReview(1)).toBe(false);
    expect(await putReview(2, [says('bob', keep)])).toBe(true);
    expect(await putReview(2, [says('eve', remove)])).toBe(false);
    const closed = { at: now, by: 'bob', digest: 'd' };
    expect(await write({ kind: 'campaign', campaign: campaign() })).toBe(true);
    expect(await write({ kind: 'campaign', campaign: campaign() })).toBe(false);
    expect(await write({ kind: 'campaign', campaign: campaign({ version: 2, closed }) })).toBe(true);
  });

  it('holds the letters of a campaign, and lets one writer alone begin and end each', async () => {
    const asked = { kind: 'asked', to: 'a#team', number: 1, at: now, users: [user()], version: 1 } as const;
    const letter = { campaign: reviewId(), ...asked };
    expect(await store.writeLetter(account(), letter)).toBe(true);
    expect(await store.writeLetter(account(), letter)).toBe(false);
    expect(await store.writeLetter(account(), { ...letter, version: 2 })).toBe(true);
    expect(await store.writeLetter(account(), { ...letter, number: 2 })).toBe(true);
    const items = await store.readLetters(account(), reviewId());
    expect(items.map((item) => readLetter(item))).toEqual([
      { ...letter, version: 2 },
      { ...letter, number: 2 },
    ]);
    expect(await store.readLetters(account(), reviewId('2026-05-01-all'))).toEqual([]);
  });

  it('reads back one campaign with its users, and all campaigns without them', async () => {
    const earlier = campaign({ id: reviewId('2026-05-01-all'), from: daysAgo(200) });
    expect(await write({ kind: 'campaign', campaign: earlier })).toBe(true);
    const items = await store.readCampaign(account(), reviewId());
    expect(items.flatMap((item) => readCampaign(item) ?? [])).toMatchObject([{ id: reviewId(), version: 2 }]);
    const reviews = items.flatMap((item) => readUserReview(item) ?? []);
    expect(reviews).toEqual([{ ...review([says('bob', keep)]), version: 2 }]);
    expect(reviews[0]?.userId).toBe(user());
    const listed = await store.listCampaigns(account());
    expect(listed.map((item) => readCampaign(item)?.id)).toEqual(['2026-05-01-all', reviewId()]);
    expect(await store.listCampaigns(account('999999999999'))).toEqual([]);
    expect(await store.readCampaign(account('999999999999'), reviewId())).toEqual([]);
  });
});
