import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Keep, noEntries } from '../../../domain/lifecycle/lifecycle.ts';
import type { LifecycleWrite } from '../../../domain/lifecycle/lifecycle-write.ts';
import { planLifecycle } from '../../../domain/lifecycle/plan-lifecycle.ts';
import { endOf, silences } from '../../../domain/review/campaign.ts';
import { keepWrites, removalWrites } from '../../../domain/review/effects.ts';
import { parseReviewWord } from '../../../domain/review/given-answer.ts';
import { dueMessages } from '../../../domain/review/messages.ts';
import { isOpen, standingOf } from '../../../domain/review/standing.ts';
import {
  answerWords,
  type ReviewAnswer,
  type ReviewMessage,
  type ReviewWord,
  withAnswer,
} from '../../../domain/review/user-review.ts';
import { daysBetween, plusDays } from '../../../domain/time.ts';
import { daysAgo, now } from '../builders.ts';
import { digest, factsOf, person, readOf, requestOf } from '../lifecycle/world.ts';
import { campaign, review, says } from './world.ts';

const words: fc.Arbitrary<ReviewWord> = fc.oneof(
  fc.record({
    kind: fc.constant('keep' as const),
    until: fc.constantFrom('2026-12-24', '2027-01-31'),
    reason: fc.constantFrom('a', 'b'),
  }),
  fc.record({ kind: fc.constant('remove' as const), reason: fc.constantFrom('a', undefined) }),
  fc.record({ kind: fc.constant('not-mine' as const), to: fc.constantFrom('eve', 'dan') }),
  fc.constant({ kind: 'seasonal' as const, month: 1, until: '2027-01-31', reason: 'a' }),
);
const answerBy = (...names: readonly string[]): fc.Arbitrary<ReviewAnswer> =>
  fc
    .tuple(fc.constantFrom(...names), words, fc.integer({ min: 0, max: 9 }))
    .map(([name, word, days]) => says(name, word, daysAgo(days)));
const anybody = answerBy('alice', 'carl', 'bob', 'eve', 'frieda');
const answersOf = (all: readonly ReviewAnswer[]) => all.reduce(withAnswer, []);

describe('the laws of a review', () => {
  it('answers in any order and repetition come to the same, and all of them are kept', () => {
    fc.assert(
      fc.property(fc.array(anybody, { maxLength: 8 }), fc.array(fc.nat(), { maxLength: 8 }), (all, again) => {
        const repeated = again.flatMap((index) => all[index % all.length] ?? []);
        const one = answersOf(all);
        expect(answersOf([...repeated, ...all.toReversed(), ...repeated])).toEqual(one);
        const missing = all.filter((each) => !one.some((kept) => JSON.stringify(kept) === JSON.stringify(each)));
        expect(missing).toEqual([]);
        expect(one.map(({ at }) => at)).toEqual(one.map(({ at }) => at).toSorted());
      }),
    );
  });

  it('nobody attests alone for himself or for a user that he made', () => {
    fc.assert(
      fc.property(fc.array(answerBy('alice', 'carl'), { minLength: 1, maxLength: 8 }), (all) => {
        const own = review(answersOf(all));
        const standing = standingOf(own, campaign());
        if (standing.kind === 'settled') expect(standing.answer.says.kind).toBe('remove');
        expect(keepWrites(campaign(), own, noEntries, now)).toEqual([]);
      }),
    );
  });

  it('a keep never exceeds its bound', () => {
    const texts = fc.record({
      answer: fc.constantFrom(...answerWords),
      until: fc.integer({ min: -5, max: 400 }).map((days) => plusDays(now, days).slice(0, 10)),
      month: fc.constantFrom(...Array.from({ length: 12 }, (_, index) => `${index + 1}`)),
      to: fc.constant('eve'),
    });
    fc.assert(
      fc.property(texts, fc.boolean(), ({ answer, ...parts }, isAdmin) => {
        const used: readonly string[] = { keep: ['until'], seasonal: ['month'], 'not-mine': ['to'], remove: [] }[
          answer
        ];
        const given = Object.fromEntries(Object.entries(parts).filter(([part]) => used.includes(part)));
        const read = parseReviewWord({ answer, ...given, reason: 'x' }, { now, isAdmin });
        if (read.kind === 'wrong' || read.value.kind === 'remove' || read.value.kind === 'not-mine') return;
        const days = daysBetween(plusDays(now, 0), endOf(read.value)) - 1;
        expect(days).toBeLessThanOrEqual(isAdmin ? 90 : read.value.kind === 'keep' ? 180 : 366);
        expect(read.value.until >= now.slice(0, 10)).toBe(true);
      }),
    );
  });

  it('silence alone plans nothing against anybody who is not unused, and by default nothing at all', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...silences),
        fc.integer({ min: -5, max: 20 }),
        fc.constantFrom(1, 40, 95, 200),
        (unanswered, days, idleDays) => {
          const terms = campaign({ unanswered });
          const at = plusDays(now, days);
          expect(keepWrites(terms, review(), noEntries, at)).toEqual([]);
          const writes = removalWrites(terms, review(), noEntries, at);
          expect(writes).toHaveLength(unanswered === 'lifecycle' && at >= endOf(terms) ? 1 : 0);
          const [removal] = writes.flatMap((write) => (write.kind === 'removal' ? [write.removal] : []));
          const silent = person(1, idleDays);
          const people = [
            { ...silent, entries: { ...noEntries, removal } },
            ...[2, 3, 4, 5, 6].map((number) => person(number, 1)),
          ];
          const { steps } = planLifecycle(factsOf(people), requestOf(), readOf(people), digest);
          expect(steps.map(({ act }) => act)).toEqual(idleDays > 90 ? ['notice'] : []);
          expect(removal?.kind).not.toBe('asked');
        },
      ),
    );
  });

  it('reminds nobody twice of the same, and nobody who has answered', () => {
    const times = fc.array(fc.integer({ min: 0, max: 24 * 24 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(times, fc.array(anybody, { maxLength: 2 }), (hours, all) => {
        const terms = campaign();
        let messages: readonly ReviewMessage[] = [];
        for (const hour of hours.toSorted((a, b) => a - b)) {
          const at = plusDays(terms.from, hour / 24);
          const now = review(
            answersOf(all).filter((each) => each.at <= at),
            { messages },
          );
          const due = dueMessages(terms, now, at);
          if (!isOpen(standingOf(now, terms)) || at >= endOf(terms)) expect(due).toEqual([]);
          messages = [...messages, ...due];
        }
        const sent = messages.map(({ kind, to }) => `${kind} ${to}`);
        expect(sent).toEqual([...new Set(sent)]);
        expect(messages.filter(({ kind }) => kind === 'escalation').length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('a keep follows the answers, and to write it once more changes nothing', () => {
    const outside: Keep = { until: '2026-12-31', reason: 'a', by: 'x', at: daysAgo(1) };
    fc.assert(
      fc.property(fc.array(anybody, { maxLength: 6 }), fc.constantFrom(undefined, outside), (all, before) => {
        let keep: Keep | undefined = before;
        const write = (writes: readonly LifecycleWrite[]) => {
          for (const each of writes) if (each.kind === 'keep') keep = each.keep;
        };
        for (const count of [...all.keys(), all.length]) {
          const current = review(answersOf(all.slice(0, count)));
          write(keepWrites(campaign(), current, { ...noEntries, keep }, now));
          expect(keepWrites(campaign(), current, { ...noEntries, keep }, now)).toEqual([]);
          const standing = standingOf(current, campaign());
          const attests = standing.kind === 'settled' && standing.answer.says.kind !== 'remove';
          if (attests) expect(endOf({ until: `${keep?.until}` }) > now).toBe(true);
          else expect(keep === undefined || keep.campaign === undefined || keep.until < now.slice(0, 10)).toBe(true);
        }
      }),
    );
  });
});

describe('the messages of a campaign', () => {
  const kindsOn = (day: number, messages: readonly ReviewMessage[], answers: readonly ReviewAnswer[] = []) =>
    dueMessages(campaign(), review(answers, { messages }), plusDays(campaign().from, day)).map(
      ({ kind, to }) => `${kind} ${to}`,
    );
  const asked = review().messages;

  it.each<[number, string[]]>([
    [0, []],
    [9, []],
    [10, ['halfway team']],
    [16, ['halfway team']],
    [17, ['last-days team']],
    [18.9, ['last-days team', 'escalation frieda']],
    [20, []],
  ])('on day %d of 19 and a part are %j, where only the first was sent', (day, kinds) => {
    expect(kindsOn(day, asked)).toEqual(kinds);
  });

  it('begin anew with whom the user was passed on to', () => {
    const passed = says('bob', { kind: 'not-mine', to: 'eve' }, daysAgo(9));
    expect(kindsOn(2, asked, [passed])).toEqual(['asked eve']);
  });

  it('do not escalate to a fallback who is asked anyway', () => {
    const own = says('alice', { kind: 'keep', until: '2027-01-01', reason: 'x' }, daysAgo(9));
    expect(kindsOn(19, asked, [own])).toEqual(['asked frieda']);
  });

  it('of a short campaign are one reminder', () => {
    const short = campaign({ until: daysAgo(6).slice(0, 10) });
    const due = dueMessages(short, review(), plusDays(short.from, 2.5));
    expect(due.map(({ kind }) => kind)).toEqual(['last-days']);
  });
});
