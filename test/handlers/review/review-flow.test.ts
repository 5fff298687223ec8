import { describe, expect, it } from 'vitest';
import { endOf } from '../../../domain/review/campaign.ts';
import type { GivenAnswer } from '../../../domain/review/given-answer.ts';
import { dueLetters, openLists, type ReviewView, viewReview } from '../../../domain/review/review-view.ts';
import { type Instant, plusDays } from '../../../domain/time.ts';
import { beginReview } from '../../../handlers/review/begin-review.ts';
import { closeReview } from '../../../handlers/review/close-review.ts';
import { openReviewFile } from '../../../handlers/review/closing-file.ts';
import { entriesOf, giveAnswers } from '../../../handlers/review/give-answers.ts';
import { openCampaign } from '../../../handlers/review/open-campaign.ts';
import type { ReviewPorts } from '../../../handlers/review/review-ports.ts';
import { rememberMessages } from '../../../handlers/review/send-messages.ts';
import { account, now } from '../../domain/builders.ts';
import { idOf } from '../../domain/lifecycle/world.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { type Around, gathered, openTable, people, portsOf, request, terms } from './world.ts';

const later = plusDays(now, 5);
const end = endOf(terms);
const keep: GivenAnswer = { answer: 'keep', until: '2027-03-31', reason: 'backup' };
const words = (index: number, { field, todo }: { field: string; todo: string }) => `${index + 1} ${field}: ${todo}`;
const reading = { isAdmin: () => false, words };

const begin = (ports: ReviewPorts) => beginReview(gathered(now), request, terms, ports);

async function answer(ports: ReviewPorts, who: string, given: GivenAnswer) {
  return giveAnswers(await openCampaign(ports.table, account()), [{ who, given }], reading, ports);
}

async function close(ports: ReviewPorts, at: Instant, reason?: string, written: string[] = []) {
  const closing = { settings: request.settings, reason, software: '1.0.0', doubts: [] };
  const writeFile = async (text: string) => void written.push(text);
  return closeReview(await openCampaign(ports.table, account()), gathered(at), { ...closing, writeFile }, ports);
}

const [first, second, third] = [1, 2, 3].map((number) => ({ userId: idOf(number) }));

describe('a review campaign', () => {
  const dir = temporaryFolder();

  it('shelters at once, begins removals at its end, and tells the auditor all of it', async () => {
    const table = await openTable(dir, 'whole');
    const [sam, bob, own] = [
      portsOf(table, 'sam', later),
      portsOf(table, 'bob', later),
      portsOf(table, 'person-1', later),
    ];
    if (first === undefined || second === undefined || third === undefined) return expect.fail('there are three');
    const begun = await begin(portsOf(table, 'sam'));
    expect(begun.campaign).toMatchObject({ id: '2026-11-23-unused', users: 3, version: 1 });
    expect(begun.campaign.reviewers).toEqual(['team-1@example.com', 'team-2@example.com', 'team-3@example.com']);
    await expect(begin(sam)).rejects.toThrow('review 2026-11-23-unused runs until 2026-12-31');

    expect(await answer(own, 'PERSON-1', keep)).toMatchObject([{ isNew: true, standing: { kind: 'unconfirmed' } }]);
    expect((await entriesOf(first, sam)).keep).toBeUndefined();
    await answer(portsOf(table, 'frieda', later), 'person-1', keep);
    const kept = { until: '2027-03-31', reason: 'backup', by: 'arn:aws:iam::123456789012:user/frieda', at: later };
    expect((await entriesOf(first, sam)).keep).toEqual({ ...kept, campaign: '2026-11-23-unused' });

    await answer(bob, 'person-2', keep);
    expect(await answer(bob, 'person-2', keep)).toMatchObject([{ isNew: false }]);
    expect(await answer(portsOf(table, 'bob', plusDays(later, 1)), idOf(2), { answer: 'remove' })).toMatchObject([
      { isNew: true },
    ]);
    expect((await entriesOf(second, sam)).keep?.until).toBe('2026-11-28');
    expect((await entriesOf(second, sam)).removal).toBeUndefined();

    await expect(close(sam, later)).rejects.toThrow(
      'runs until 2026-12-31, and 1 user is not answered: wait, or say why',
    );
    const written: string[] = [];
    await close(sam, end, undefined, written);
    expect((await entriesOf(second, sam)).removal).toMatchObject({ kind: 'asked', at: plusDays(later, 1) });
    expect((await entriesOf(third, sam)).removal).toMatchObject({ kind: 'silence', at: end });
    const { campaign } = await openCampaign(table, account());
    const file = openReviewFile(written[0] ?? '');
    if (file.kind === 'wrong') return expect.fail('the file is as it was written');
    expect(campaign).toMatchObject({ version: 2, closed: { at: end, digest: file.value.digest.value } });
    expect(file.value.content).toMatchObject({
      campaign: { scope: 'unused', unanswered: 'lifecycle', users: 3 },
      closed: { at: end, by: 'arn:aws:iam::123456789012:user/sam' },
      users: [
        { userName: 'person-1', standing: 'settled', outcome: { kind: 'kept', until: '2027-03-31' } },
        { userName: 'person-2', standing: 'settled', outcome: { kind: 'notice' } },
        {
          userName: 'person-3',
          standing: 'unanswered',
          outcome: { kind: 'lifecycle' },
          recommendation: { advice: 'remove' },
        },
      ],
      silent: ['team-3@example.com'],
      exemptions: [{ userName: 'person-1', kind: 'keep', until: '2027-03-31', reason: 'backup' }],
    });
    expect(written[0]).toContain('"answers":[{"at":"2026-11-28T08:00:00Z","by":"arn:aws:iam::123456789012:user/bob"');
    await expect(close(sam, end)).rejects.toThrow('was closed on');
    await expect(answer(bob, 'person-3', keep)).rejects.toThrow('was closed on');
    await expect(begin(sam)).rejects.toThrow('is closed already: begin the next one tomorrow');
    await table.close();
  });

  it('records nothing of answers of which one is wrong, and names each of those', async () => {
    const table = await openTable(dir, 'wrong');
    const bob = portsOf(table, 'bob');
    await begin(portsOf(table, 'sam'));
    const open = await openCampaign(table, account());
    const given = [
      { who: 'person-1', given: keep },
      { who: 'nobody', given: keep },
      { who: 'person-2', given: { answer: 'keep', until: '2030-01-01' } },
    ];
    await expect(giveAnswers(open, given, reading, bob)).rejects.toThrow(
      /^2 user: review 2026-11-23-unused does not ask about such a user\n3 until: give a day/,
    );
    expect((await openCampaign(table, account())).reviews.flatMap(({ answers }) => answers)).toEqual([]);
    await expect(openCampaign(table, account(), '2025-01-01-all')).rejects.toThrow(
      'has no such review, but 2026-11-23-unused',
    );
    await expect(answer(portsOf(table, 'bob', end), 'person-1', keep)).rejects.toThrow('ended with 2026-12-31');
    await table.close();
  });

  it('keeps both of two answers that are given at once, and the later one counts', async () => {
    const table = await openTable(dir, 'race');
    await begin(portsOf(table, 'sam'));
    const open = await openCampaign(table, account());
    const give = (name: string, given: GivenAnswer, at: Instant) =>
      giveAnswers(open, [{ who: 'person-1', given }], reading, portsOf(table, name, at));
    await Promise.all([give('bob', { answer: 'remove' }, later), give('eve', keep, plusDays(later, 1))]);
    const { reviews } = await openCampaign(table, account());
    const answers = reviews.find(({ userId }) => userId === idOf(1))?.answers.map(({ says }) => says.kind);
    expect(answers).toEqual(['remove', 'keep']);
    await table.close();
  });

  it('does not close over an answer that came meanwhile, and closes early for a reason, where silence says nothing', async () => {
    const table = await openTable(dir, 'meanwhile');
    const sam = portsOf(table, 'sam', later);
    await begin(portsOf(table, 'sam'));
    const writeFile = async () => void (await answer(portsOf(table, 'bob', later), 'person-1', keep));
    const closing = { settings: request.settings, reason: 'enough', software: '1.0.0', doubts: [], writeFile };
    const open = await openCampaign(table, account());
    await expect(closeReview(open, gathered(later), closing, sam)).rejects.toThrow('somebody answered or closed it');
    await close(sam, later, 'enough');
    expect(await openCampaign(table, account())).toMatchObject({ campaign: { closed: { reason: 'enough' } } });
    if (third === undefined) return expect.fail('there are three');
    expect((await entriesOf(third, sam)).removal).toBeUndefined();
    await table.close();
  });

  it('starts and closes nothing where IAM did not answer everything, or nobody can be asked', async () => {
    const table = await openTable(dir, 'gaps');
    const sam = portsOf(table, 'sam', later);
    const gaps = { ...gathered(now), missing: ['ListUsers: Throttling', 'more'] };
    await expect(beginReview(gaps, request, terms, sam)).rejects.toThrow('nothing was started, because IAM');
    const ownerless = { ...request, settings: { ...request.settings, ownerTags: [], fallbackOwner: undefined } };
    await expect(beginReview(gathered(now), ownerless, terms, sam)).rejects.toThrow('set fallbackOwner');
    await expect(openCampaign(table, account())).rejects.toThrow('has no review: lastseen review start');
    await table.close();
  });

  it('reminds until it is remembered, and then no more', async () => {
    const table = await openTable(dir, 'messages');
    await begin(portsOf(table, 'sam'));
    const lastDays = plusDays(end, -2);
    const view = async (at = lastDays) => {
      const { campaign, reviews } = await openCampaign(table, account());
      return viewReview(campaign, reviews, gathered(at).facts, request.settings);
    };
    const lists = (viewed: ReviewView) =>
      openLists(viewed).map(({ reviewer, rows }) => `${rows.length} for ${reviewer}`);
    const kinds = (viewed: ReviewView) => viewed.users.map(({ due }) => due.map(({ kind }) => kind));
    expect(kinds(await view(now))).toEqual(Array(3).fill(['asked']));
    await rememberMessages(await view(now), portsOf(table, 'sam', now));
    expect(kinds(await view())).toEqual(Array(3).fill(['last-days']));
    await rememberMessages(await view(), portsOf(table, 'sam', lastDays));
    expect((await view()).users.flatMap(({ due }) => due)).toEqual([]);
    const teams = ['1 for team-1@example.com', '1 for team-2@example.com', '1 for team-3@example.com'];
    expect(lists(await view())).toEqual(teams);
    const lastDay = await view(plusDays(end, -0.5));
    expect(dueLetters(lastDay)).toEqual([{ to: 'frieda', kind: 'escalation', users: 3 }]);
    expect(lists(lastDay)).toEqual(['3 for frieda', ...teams]);
    await table.close();
  });
});

describe('a review campaign that is cut off at any write', () => {
  const dir = temporaryFolder();

  /** Whether a step came to its end, now or in an earlier try that was cut off after its last write. */
  const isDone = (step: () => Promise<unknown>): Promise<boolean> =>
    step().then(
      () => true,
      (error: Error) => /runs until|was closed on/.test(error.message),
    );

  /** Every step, by people who go on after an error; a step that was done already says so. */
  async function whole(ports: (name: string, at?: Instant) => ReviewPorts) {
    const steps = [
      () => begin(ports('sam')),
      () => answer(ports('bob', later), 'person-1', keep),
      () => answer(ports('bob', plusDays(later, 1)), 'person-1', { answer: 'remove', reason: 'gone' }),
      () => answer(ports('eve', later), 'person-2', keep),
      () => close(ports('sam', end), end),
    ];
    for (const step of steps) while (!(await isDone(step))) {}
  }

  /** What the table holds in the end, and how many writes there were, where write number `fatal` is cut off. */
  async function endOfRun(fatal: number, when: 'before' | 'after') {
    const table = await openTable(dir, `${when}-${fatal}`);
    let writes = 0;
    const around: Around = async (write) => {
      const isFatal = writes++ === fatal;
      if (isFatal && when === 'before') throw new Error('cut off');
      const isWritten = await write();
      if (isFatal) throw new Error('cut off');
      return isWritten;
    };
    await whole((name, at) => portsOf(table, name, at, around));
    const { campaign, reviews } = await openCampaign(table, account());
    const ways = [];
    for (const { access } of people.slice(0, 3)) ways.push(await entriesOf(access, portsOf(table, 'sam')));
    await table.close();
    const answers = reviews.map(({ userId, answers }) => ({ userId, answers }));
    return { held: { campaign, answers, ways }, writes };
  }

  it('ends as one that was not', async () => {
    const { held, writes } = await endOfRun(-1, 'before');
    expect(writes).toBeGreaterThan(10);
    for (let fatal = 0; fatal < writes; fatal++) {
      for (const when of ['before', 'after'] as const) {
        expect((await endOfRun(fatal, when)).held, `${when} write ${fatal}`).toEqual(held);
      }
    }
  });
});

describe('a closing file', () => {
  it('of which any byte was changed is found', async () => {
    const table = await openTable(temporaryFolder(), 'bytes');
    await begin(portsOf(table, 'sam'));
    const written: string[] = [];
    await close(portsOf(table, 'sam', end), end, undefined, written);
    await table.close();
    const [text = ''] = written;
    expect(openReviewFile(text).kind).toBe('ok');
    const bytes = Buffer.from(text);
    const unfound = [...bytes.keys()].filter((place) => {
      const changed = Buffer.from(bytes);
      changed[place] = bytes[place] === 0x30 ? 0x31 : 0x30;
      return openReviewFile(changed.toString('utf8')).kind === 'ok';
    });
    expect(unfound).toEqual([]);
  });
});
