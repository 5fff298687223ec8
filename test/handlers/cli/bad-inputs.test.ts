import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runLastseen } from '../../../handlers/cli/run-lastseen.ts';
import { write } from '../../e2e/inputs.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { badInputs } from './bad-inputs.ts';

const dir = temporaryFolder();
const config = write(dir, 'config', '[profile audit]\nregion = eu-west-1\n');
const mistakes = badInputs(dir);

let said: string[];
beforeEach(() => {
  said = [];
  const hear = (text: string | Uint8Array) => said.push(`${text}`) > 0;
  vi.spyOn(process.stderr, 'write').mockImplementation(hear);
  vi.spyOn(process.stdout, 'write').mockImplementation(hear);
  vi.stubEnv('AWS_CONFIG_FILE', config);
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', `${config}.none`);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

describe('a mistake gets one line that helps, and nothing is done', () => {
  it('there are more than sixty of them, each another', () => {
    expect(mistakes.length).toBeGreaterThan(60);
    expect(new Set(mistakes.map(({ args }) => args.join(' '))).size).toBe(mistakes.length);
  });

  it.each(mistakes)('$what', async ({ args, says }) => {
    const code = await runLastseen(args, 'lastseen');
    const [line = '', ...others] = said.join('').split('\n');
    expect(line.replace(/^lastseen: /, '')).toMatch(says);
    expect({ code, others, isOurs: line.startsWith('lastseen: ') }).toEqual({ code: 2, others: [''], isOurs: true });
  });
});
