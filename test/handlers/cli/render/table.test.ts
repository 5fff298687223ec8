import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { type Column, renderTable } from '../../../../handlers/cli/render/table.ts';
import { terminalOf } from '../../../../handlers/cli/terminal.ts';

const columns: readonly Column[] = [
  { title: 'USER', least: 12, overflow: 'middle' },
  { title: 'DAYS', align: 'right' },
  { title: 'SEEN', drop: 1 },
  { title: 'WHY', least: 10, overflow: 'end' },
];
const wide = (width: number) => terminalOf({ isTTY: true, columns: width }, { color: 'never' }, {});
const table = (rows: readonly (readonly string[])[], width: number) => renderTable(columns, rows, wide(width));

const anyText = fc.string({ unit: 'grapheme', maxLength: 70 });

describe('a table', () => {
  it('is never wider than the terminal, whatever is in it, and loses no row', () => {
    const rows = fc.array(fc.tuple(anyText, fc.nat(5000).map(String), anyText, anyText), { maxLength: 8 });
    fc.assert(
      fc.property(rows, fc.integer({ min: 40, max: 200 }), (cells, width) => {
        const lines = table(cells, width);
        expect(lines).toHaveLength(cells.length + 1);
        for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width);
      }),
      { numRuns: 200 },
    );
  });

  it('shows everything where there is room', () => {
    expect(table([['alice', '95', '2026-08-20', 'key 1']], 80)).toEqual([
      'USER   DAYS  SEEN        WHY',
      'alice    95  2026-08-20  key 1',
    ]);
  });

  it('leaves out what may go, then cuts names in the middle and reasons at the end', () => {
    const row = ['a-very-long-user-name', '95', '2026-08-20', 'last seen by the credential report'];
    expect(table([row], 40)).toEqual(['USER               DAYS  WHY', 'a-very-l…ser-name    95  last seen by t…']);
  });

  it('gives one long name no more room than the others leave', () => {
    const rows = Array.from({ length: 20 }, (_, index) => [`user-${index}`, '1', '-', 'x'.repeat(60)]);
    const [, first = '', ...others] = table([['n'.repeat(64), '1', '-', 'x'.repeat(60)], ...rows], 80);
    expect(first).toMatch(/^n+…n+ +1 {2}- {5}x+…$/);
    expect(others[0]).toContain('x'.repeat(40));
  });

  it('spells out what a terminal would obey, and measures wide characters', () => {
    const [, line = ''] = table([['\u001b[31mé日本', '1', '\u202e', 'a\nb']], 80);
    expect(line).toBe('\\u{1b}[31mé日本     1  \\u{202e}  a\\u{a}b');
  });
});
