import { expect, it } from 'vitest';
import { ok, wrong } from '../../../../domain/parsed.ts';
import { optionsOf } from '../../../../handlers/cli/options/option-problems.ts';

it.each([
  ['threshold', '0', '--threshold 0: do so'],
  ['exemptTag', '=x', '--exempt-tag =x: do so'],
  ['exempt', '  ', '--exempt: do so'],
  ['now', '', '--now: do so'],
  ['trail', undefined, '--trail: do so'],
])('a wrong %s of %j is told as the user typed it: %s', (field, given, line) => {
  expect(() => optionsOf(wrong({ field, given, todo: 'do so' }))).toThrow(
    expect.objectContaining({ name: 'InputError', message: line }),
  );
});

it('every wrong option has a line', () => {
  const problem = (field: string) => ({ field, given: '1', todo: 'do so' });
  expect(() => optionsOf(wrong(problem('idleFor'), problem('account')))).toThrow(
    '--idle-for 1: do so\n--account 1: do so',
  );
});

it('what is right is answered', () => {
  expect(optionsOf(ok(1))).toBe(1);
});
