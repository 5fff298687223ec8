import fc from 'fast-check';
import { expect, it } from 'vitest';
import { both, every, ok, okUnless, type Parsed, wrong } from '../../domain/parsed.ts';

const problem = (field: string) => ({ field, given: 'x', todo: 'give y' });
const parsed: fc.Arbitrary<Parsed<number>> = fc.oneof(
  fc.integer().map(ok),
  fc.array(fc.string(), { minLength: 1 }).map((fields) => wrong(...fields.map(problem))),
);
const problemsOf = (each: Parsed<unknown>) => (each.kind === 'wrong' ? each.problems : []);

it('a reading without a problem is right', () => {
  expect(okUnless([], 1)).toEqual({ kind: 'ok', value: 1 });
  expect(okUnless([problem('a')], 1)).toEqual({ kind: 'wrong', problems: [problem('a')] });
});

it('several readings are right if each is, and else name every problem of all, in order', () => {
  fc.assert(
    fc.property(fc.array(parsed), (several) => {
      const problems = several.flatMap(problemsOf);
      const values = several.flatMap((each) => (each.kind === 'ok' ? [each.value] : []));
      expect(every(several)).toEqual(problems.length > 0 ? wrong(...problems) : ok(values));
    }),
  );
});

it('two readings are those of a list of two', () => {
  fc.assert(
    fc.property(parsed, parsed, (a, b) => {
      expect(both(a, b)).toEqual(every<number>([a, b]));
    }),
  );
});
