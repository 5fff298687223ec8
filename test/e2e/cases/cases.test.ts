import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTrail } from '../../../handlers/trail/read-trail.ts';
import { instant } from '../../domain/builders.ts';
import { type CaseAnswer, casesFolder, runCase } from './case-run.ts';
import { expectedCases } from './expected-cases.ts';

const hasCases = existsSync(casesFolder);
const folders = hasCases
  ? readdirSync(casesFolder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))
  : [];

/** Cases whose right answer is not given yet: each must fail, so that none stays here by mistake. */
const awaited: readonly string[] = [];

/** The answer in the words of the table. */
function inWords({ exit, states, corroborated, report }: CaseAnswer): string {
  const users = Object.keys(states).sort();
  const told = users.length === 0 ? 'nobody judged' : users.map((user) => `${user} ${states[user]}`).join(', ');
  const judged = (report?.accounts ?? []).filter((account) => account.judged).length;
  const accounts = judged > 1 ? `, ${judged} accounts` : '';
  return `${exit}: ${told}${corroborated ? ', corroborated' : ''}${accounts}`;
}

describe.skipIf(!hasCases)(`what people really have (skipped where ${casesFolder} is absent)`, () => {
  it('is all in the table', () => {
    expect(Object.keys(expectedCases).sort()).toEqual(folders.filter((name) => name !== 'base').sort());
  });

  it.each(Object.entries(expectedCases))('%s: %s', async (name, expected) => {
    const answer = await runCase(name);
    const isRight = expected.split(' or ').includes(inWords(answer));
    if (awaited.includes(name)) expect(isRight, 'awaited, and right already').toBe(false);
    else if (!isRight) expect(inWords(answer), answer.missing.join('\n')).toBe(expected);
    expect(answer.missing.length > 0).toBe(answer.exit === 2);
  });
});

describe.skipIf(!hasCases)('what archives taught (skipped where they are absent)', () => {
  it('a Region that the logs know by data events alone is a gap', async () => {
    const [account] = (await runCase('archive-01')).report?.accounts ?? [];
    expect(account?.coverage.kind).toBe('partial');
  });

  it('root is not seen through a service that acts by itself', async () => {
    const { report } = await runCase('archive-02');
    const [root, byService] = [report?.root[0]?.lastActivity, report?.rootByService[0]?.lastActivity];
    expect(root).toMatchObject({ at: '2014-09-26T13:43:42Z', event: 'GetSessionToken', credential: 'console' });
    expect(byService?.at.slice(0, 4)).toBe('2017');
  });

  it('seven malformed records are five lines and the rest in a number', async () => {
    const { missing } = await runCase('archive-05');
    expect(missing).toHaveLength(6);
    expect(missing.at(-1)).toBe('and 2 more malformed records');
  });

  it('logs without management events are logs', async () => {
    expect((await runCase('archive-07')).report?.accounts[0]?.coverage.kind).toBe('partial');
  });

  it('a session that the console invoked is of the password', async () => {
    const silent = { bytes: () => {}, file: () => {} };
    const paths = [join(casesFolder, 'archive-08')];
    const { fold } = await readTrail(paths, instant('2018-02-02T00:00:00Z'), silent);
    const seen = [...fold.lastSeen.values()].flatMap((users) => [...users.values()]);
    expect(seen.map(({ credentials }) => [...credentials.keys()])).toEqual([['console']]);
  });
});
