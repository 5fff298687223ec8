import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

it('the policy for references lists the permissions of its questions, and no others', () => {
  const room = 'infra/aws/references';
  const sources = readdirSync(room).map((file) => readFileSync(`${room}/${file}`, 'utf8'));
  const used = sources.flatMap((text) => [...text.matchAll(/'([a-z0-9]+:[A-Z]\w+)'/g)].map(([, action]) => action));
  const chapter = readFileSync('handlers/cli/README.md', 'utf8').split('## lastseen references')[1] ?? '';
  const { Statement } = JSON.parse(/```json\n(.*?)```/s.exec(chapter)?.[1] ?? '{}');
  expect(used.length).toBeGreaterThan(15);
  expect(Statement[0].Action).toEqual([...new Set(['account:ListRegions', ...used])].sort());
});
