import { describe, expect, it } from 'vitest';
import { readStepsFile, stepsFile } from '../../../domain/approvals/steps-file.ts';
import { account } from '../builders.ts';
import { digest, idOf } from '../lifecycle/world.ts';

const step = (number: number, userName = `person-${number}`) => {
  return { hash: digest({ number }), act: 'quarantine', userId: idOf(number), userName };
};

describe('a file of steps', () => {
  it('has one line a step, by user, so that the same steps are the same file', () => {
    const text = stepsFile(account(), [step(2), step(1)]);
    expect(text).toBe(stepsFile(account(), [step(1), step(2)]));
    expect(text.split('\n').slice(2, 4)).toEqual([
      `${step(1).hash} quarantine person-1 ${idOf(1)}`,
      `${step(2).hash} quarantine person-2 ${idOf(2)}`,
    ]);
    expect(readStepsFile(text)).toEqual({ kind: 'ok', value: [step(1).hash, step(2).hash] });
  });

  it('lets no name of a user begin a line of its own', () => {
    const text = stepsFile(account(), [step(1, `x\n${step(2).hash}`)]);
    expect(readStepsFile(text)).toEqual({ kind: 'ok', value: [step(1).hash] });
  });

  it('is read with the line ends of Windows, and refused where a line is something else', () => {
    expect(readStepsFile(`\r\n# x\r\n${step(1).hash} y\r\n${step(1).hash}`)).toEqual({
      kind: 'ok',
      value: [step(1).hash],
    });
    expect(readStepsFile(`# x\nalice\n`)).toMatchObject({ problems: [{ field: 'line 2' }] });
    expect(readStepsFile(step(1).hash.slice(1)).kind).toBe('wrong');
  });
});
