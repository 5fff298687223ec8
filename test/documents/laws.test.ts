import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const readme = readFileSync('test/README.md', 'utf8');
const section = readme.split('## Laws and threats of acting on users')[1]?.split('\n## ')[0] ?? '';
const rows = [...section.matchAll(/^\| ([^|]+?) \| `([^`|]+)` \| `([^`|]+)` \|$/gm)].map(
  ([, says = '', file = '', title = '']) => ({ says, file, title }),
);

describe('the laws and threats of acting on users', () => {
  it.each(rows)('$says: its test is there', ({ file, title }) => {
    expect(readFileSync(file, 'utf8')).toContain(title);
  });

  it('are all there, each with its number', () => {
    const numbers = rows.flatMap(({ says }) => (/^[\d, ]+(?=:)/.exec(says)?.[0] ?? '').split(', ').map(Number));
    const laws = [...new Set(numbers.filter((number) => number > 0))].toSorted((a, b) => a - b);
    expect(laws).toEqual([1, 2, ...Array.from({ length: 15 }, (_, index) => index + 4)]);
    expect(rows.filter(({ says }) => says.startsWith('threat: ')).length).toBeGreaterThanOrEqual(12);
  });
});
