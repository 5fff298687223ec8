import { expect, it } from 'vitest';
import { lastseenProgram } from '../../../handlers/cli/program.ts';

const run = async (...args: readonly string[]) => {
  const context = { setExitCode: () => undefined, typed: 'lastseen', args: [] };
  const program = await lastseenProgram(context, (name) => args.includes(name));
  return program.parseAsync([...args], { from: 'user' });
};

it.each([
  ['--threshold', ['scan', '--threshold', '30', '--trail', 'x', '--threshold=90']],
  ['--data', ['list', '--data', 'a', '--data', 'b']],
  ['--account', ['show', 'alice', '--account', '1', '--account', '2']],
  ['--regions', ['backfill', '--regions', 'a', '--regions', 'b']],
  ['--stack', ['doctor', '--stack', 'a', '--stack', 'b']],
  ['--seed', ['sample', '--seed', '1', '--seed', '2']],
])('a repeated %s is refused, never cut down to the last', async (option, args) => {
  await expect(run(...args)).rejects.toThrow(
    new RegExp(`^${option} stands twice, with .* and with .*; it takes one value$`),
  );
});

it('an option of several values may be repeated', async () => {
  const args = ['--exempt', 'a', '--exempt', 'b', '--exempt-tag', 'c', '--exempt-tag', 'd'];
  await expect(run('scan', ...args)).rejects.toThrow(/^nothing to scan/);
});

it('an option whose default is used may stand once', async () => {
  await expect(run('list', '--data', '/no/such/folder')).rejects.toThrow(/nothing was scanned into this folder yet/);
});
