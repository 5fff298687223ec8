import { describe, expect, it } from 'vitest';
import type { ApprovalPoint } from '../../../domain/approvals/approval.ts';
import { readStepsFile, stepsFile } from '../../../domain/approvals/steps-file.ts';
import { account } from '../builders.ts';
import { digest, idOf } from '../lifecycle/world.ts';

const step = (number: number, userName = `person-${number}`) => {
  return { hash: digest({ number }), act: 'quarantine', userId: idOf(number), userName };
};

const merged = (number: number, ...acknowledged: readonly ApprovalPoint[]) => ({
  hash: step(number).hash,
  acknowledged,
});

describe('a file of steps', () => {
  it('has one line a step, by user, so that the same steps are the same file', () => {
    const text = stepsFile(account(), [step(2), step(1)]);
    expect(text).toBe(stepsFile(account(), [step(1), step(2)]));
    expect(text.split('\n').slice(2, 4)).toEqual([
      `${step(1).hash} quarantine person-1 ${idOf(1)}`,
      `${step(2).hash} quarantine person-2 ${idOf(2)}`,
    ]);
    expect(readStepsFile(text)).toEqual({ kind: 'ok', value: [merged(1), merged(2)] });
  });

  it('lets no name of a user begin a line of its own', () => {
    const text = stepsFile(account(), [step(1, `x\n${step(2).hash}`)]);
    expect(readStepsFile(text)).toEqual({ kind: 'ok', value: [merged(1)] });
    const points = ['heard-partly'] as const;
    const named = stepsFile(account(), [{ ...step(1, 'x\nacknowledge references'), points }]);
    expect(readStepsFile(named)).toEqual({ kind: 'ok', value: [merged(1)] });
  });

  it('is read with the line ends of Windows, and refused where a line is something else', () => {
    expect(readStepsFile(`\r\n# x\r\n${step(1).hash} y\r\n${step(1).hash}`)).toEqual({
      kind: 'ok',
      value: [merged(1)],
    });
    expect(readStepsFile(`# x\nalice\n`)).toMatchObject({ problems: [{ field: 'line 2' }] });
    expect(readStepsFile(step(1).hash.slice(1)).kind).toBe('wrong');
  });

  it('names what an approval must acknowledge, and acknowledges it once a person takes the # away', () => {
    const points = ['heard-partly', 'references'] as const;
    const text = stepsFile(account(), [{ ...step(2), points }, step(1)]);
    expect(text.split('\n').slice(4)).toEqual([
      '# It stands only if you know of heard-partly, references: then take the # off the next line.',
      '# acknowledge heard-partly references',
      '',
    ]);
    expect(readStepsFile(text)).toEqual({ kind: 'ok', value: [merged(1), merged(2)] });
    const known = text.replace('# acknowledge', '  acknowledge');
    expect(readStepsFile(known)).toEqual({ kind: 'ok', value: [merged(1), merged(2, ...points)] });
    const twice = `${step(1).hash}\nacknowledge references,heard-partly\n${step(1).hash}\nacknowledge references`;
    expect(readStepsFile(twice)).toEqual({ kind: 'ok', value: [merged(1, 'references', 'heard-partly')] });
  });

  it.each([
    ['no step above it', 'acknowledge references\n', 'line 1', /below the line of a step/],
    ['no point', `${step(1).hash}\nacknowledge\n`, 'line 2', /one or more of heard-partly, references, /],
    ['an unknown point', `${step(1).hash}\n\nacknowledge references all`, 'line 3', /one or more of heard-partly/],
  ])('is refused where it acknowledges with %s', (_, text, field, todo) => {
    expect(readStepsFile(text)).toMatchObject({ problems: [{ field, todo: expect.stringMatching(todo) }] });
  });
});
