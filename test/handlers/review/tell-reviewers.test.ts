import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NoticeText } from '../../../domain/notices/notice-text.ts';
import { endOf } from '../../../domain/review/campaign.ts';
import { type Instant, plusDays } from '../../../domain/time.ts';
import { beginReview } from '../../../handlers/review/begin-review.ts';
import { giveAnswers } from '../../../handlers/review/give-answers.ts';
import { openCampaign } from '../../../handlers/review/open-campaign.ts';
import { tellReviewers } from '../../../handlers/review/tell-reviewers.ts';
import type { CampaignStore } from '../../../infra/ports/campaign-store.ts';
import { account, now } from '../../domain/builders.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { gathered, openTable, portsOf, request, terms } from './world.ts';

const end = endOf(terms);
const days = (end > now ? Date.parse(end) - Date.parse(now) : 0) / 86_400_000;
const keep = { answer: 'keep', until: '2027-03-31', reason: 'backup' };
const reading = { isAdmin: () => false, words: () => 'wrong' };

type Table = Awaited<ReturnType<typeof openTable>>;

/** Sends the letters that are due at a time; `stopAt` is the number of the call at which the run stops, if it does. */
async function tellAt(
  table: Table,
  at: Instant,
  sent: NoticeText[],
  stopAt = Number.POSITIVE_INFINITY,
  isDone = false,
) {
  let calls = 0;
  const step = async <T>(call: () => Promise<T>): Promise<T> => {
    const stops = calls++ === stopAt;
    if (stops && !isDone) throw new Error('stopped');
    const value = await call();
    if (stops) throw new Error('stopped');
    return value;
  };
  const ports = {
    table: {
      ...table,
      writeLetter: (...given: Parameters<CampaignStore['writeLetter']>) => step(() => table.writeLetter(...given)),
    },
    notices: { send: (text: NoticeText) => step(async () => `${sent.push(text)}`) },
    publishEvent: () => step(async () => {}),
  };
  const { facts } = gathered(at);
  return tellReviewers(account(), facts, request.settings, ports);
}

const subjects = (texts: readonly NoticeText[]) => texts.map(({ owner, id }) => `${owner} ${id?.split('/')[3]}`).sort();

describe('the letters of a review', () => {
  const dir = temporaryFolder();
  const begun = async (name: string) => {
    const table = await openTable(dir, name);
    await beginReview(gathered(now), request, terms, portsOf(table, 'sam'));
    return table;
  };

  it('ask, remind those who have not answered, escalate once, and say at the end that the review waits', async () => {
    const table = await begun('whole');
    const sent: NoticeText[] = [];
    const on = async (day: number) => {
      const before = sent.length;
      await tellAt(table, plusDays(now, day), sent);
      return subjects(sent.slice(before));
    };
    const [one, two, three] = [1, 2, 3].map((number) => `team-${number}@example.com`);
    expect(await on(0)).toEqual([`${one} asked`, `${two} asked`, `${three} asked`]);
    expect(sent[0]?.body).toContain('please say by 2026-12-31 (UTC) which of 1 IAM user are still needed');
    expect(sent[0]?.body).toContain('lastseen review answer USER --answer keep');
    expect(await on(1)).toEqual([]);
    const answer = [{ who: 'person-1', given: keep }];
    await giveAnswers(await openCampaign(table, account()), answer, reading, portsOf(table, 'bob', plusDays(now, 2)));
    expect(await on(days / 2 + 1)).toEqual([`${two} halfway`, `${three} halfway`]);
    expect(await on(days - 2)).toEqual([`${two} last-days`, `${three} last-days`]);
    expect(await on(days - 0.5)).toEqual(['frieda escalation']);
    expect(await on(days - 0.2)).toEqual([]);
    expect(await on(days + 1)).toEqual(['frieda ended']);
    expect(sent.at(-1)?.body).toContain('lastseen review close --campaign 2026-11-23-unused');
    expect(await on(days + 2)).toEqual([]);
    await table.close();
  });

  it('go out once each, or twice with the same id where a run stops, at whatever call that is', async () => {
    const stops = fc.array(fc.tuple(fc.nat({ max: 12 }), fc.boolean()), { maxLength: 4 });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(stops, async (moments) => {
        const table = await begun(`stop-${run++}`);
        const sent: NoticeText[] = [];
        for (const [index, [stopAt, isDone]] of moments.entries()) {
          await tellAt(table, plusDays(now, index), sent, stopAt, isDone).catch((error: Error) => {
            if (error.message !== 'stopped') throw error;
          });
        }
        await tellAt(table, plusDays(now, 5), sent);
        const ids = [...new Set(sent.map(({ id }) => id))];
        expect(ids.map((id) => `${id}`.split('/')[3])).toEqual(['asked', 'asked', 'asked']);
        for (const id of ids) {
          const times = sent.filter((each) => each.id === id).length;
          expect(times).toBeLessThanOrEqual(1 + moments.length);
        }
        const before = sent.length;
        await tellAt(table, plusDays(now, 6), sent);
        expect(sent.length).toBe(before);
        await table.close();
      }),
      { numRuns: 15 },
    );
  });

  it('of two runs at once have one id each, and go out twice at most', async () => {
    const table = await begun('race');
    const sent: NoticeText[] = [];
    await Promise.all([tellAt(table, now, sent), tellAt(table, now, sent)]);
    expect(new Set(sent.map(({ id }) => id)).size).toBe(3);
    expect(sent.length).toBeLessThanOrEqual(6);
    await table.close();
  });

  it('wait where what IAM said is doubted, and are not sent by the command line again', async () => {
    const table = await begun('doubt');
    const { facts } = gathered(now);
    const nobody = { send: () => Promise.reject(new Error('sent')) };
    const ports = { table, notices: nobody, publishEvent: () => Promise.resolve() };
    const told = await tellReviewers(account(), { ...facts, doubts: ['IAM lists 1 user'] }, request.settings, ports);
    expect(told).toEqual({ kind: 'postponed', why: 'IAM lists 1 user' });
    await tellAt(table, now, []);
    const { reviews } = await openCampaign(table, account());
    expect(reviews.map(({ messages }) => messages.map(({ kind }) => kind))).toEqual([['asked'], ['asked'], ['asked']]);
    await table.close();
  });
});
