import fc from 'fast-check';
import { lexer, type Token, type Tokens } from 'marked';
import { describe, expect, it } from 'vitest';
import { plainText } from '../../../../domain/plain-text.ts';
import {
  bullets,
  code,
  markdownTable,
  missingLines,
  prose,
} from '../../../../handlers/cli/render/markdown/markdown-text.ts';

const columns = [{ title: 'User' }, { title: 'Why' }];

/** What a reader of GitHub's Markdown makes of a table of one row: the pieces of each of its cells. */
function cellsOf(...row: string[]): Token[][] {
  const tokens = lexer(markdownTable(columns, [row]).join('\n'));
  const table = tokens.find((token): token is Tokens.Table => token.type === 'table');
  expect({ tokens: tokens.length, rows: table?.rows.length }).toEqual({ tokens: 1, rows: 1 });
  return (table?.rows[0] ?? []).map(({ tokens: cell }) => cell);
}

const typesOf = (tokens: readonly Token[]) => new Set(tokens.map(({ type }) => type));
const textOf = (tokens: readonly Token[]) => tokens.map((token) => ('text' in token ? token.text : '')).join('');
const marksSpelledOut = (text: string) =>
  plainText(text).replace(/[`|]/g, (char) => `\\u{${char.charCodeAt(0).toString(16)}}`);

const hostile = [
  'a|b',
  'a\\|b',
  'a\\',
  '`code`',
  '``',
  '<img src=x onerror=alert(1)>',
  '</table>',
  '[here](https://evil.example)',
  '![x](https://evil.example/x.png)',
  'https://evil.example/x',
  'www.evil.example',
  'a@evil.example',
  '@octocat',
  '@org/team',
  '#12',
  'GH-12',
  'owner/repo#1',
  ':tada:',
  '**bold**',
  '_x_',
  '~~x~~',
  '$x$',
  '&lt;',
  '&#64;octocat',
  'two\nlines',
  'two\r\n\r\n# lines',
  '\u001b[31mred',
  'right\u202eleft',
  '- a',
  '# a',
  '> a',
  '1. a',
  '---',
  '[^1]',
];

const anyHostile = fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: 'binary', minLength: 1 }));
const texts = fc.array(anyHostile, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(' '));

describe('what strangers wrote, in a table of GitHub', () => {
  it.each(hostile)('%j is one piece of code as a name, and words and code in a sentence', (text) => {
    const [name = [], why = []] = cellsOf(code(text), prose(`seen ${text} by key 1`));
    expect(typesOf(name)).toEqual(new Set(['codespan']));
    expect(textOf(name)).toBe(marksSpelledOut(text));
    expect([...typesOf(why)].filter((type) => type !== 'text' && type !== 'codespan')).toEqual([]);
    expect(textOf(why)).toBe(`seen ${marksSpelledOut(text)} by key 1`);
  });

  it('stays in its cell, whatever it is', () => {
    fc.assert(
      fc.property(texts, texts, (one, other) => {
        const cells = cellsOf(code(one), prose(other));
        expect(cells).toHaveLength(2);
        for (const type of typesOf(cells.flat())) expect(['text', 'codespan']).toContain(type);
      }),
    );
  });

  it('names nobody: no mention, issue, address or emoji stands outside of code', () => {
    for (const text of hostile) {
      const outside = prose(`(${text}, ${text}).`).replace(/`[^`]*`/g, '');
      expect(outside).not.toMatch(/[@#<>[\]*_~$&`|\\]|www|https?|GH-|:\w+:/);
    }
  });
});

it('a sentence of plain words stays as it is', () => {
  const words = "refused: 41 of 5,000 users (12.5%) weren't seen since 2026-11-23, at 10:30; key 1";
  expect(prose(words)).toBe(words);
  expect(prose('access_key_1, s3.amazonaws.com')).toBe('`access_key_1`, `s3.amazonaws.com`');
});

it('a line below others is one line and no list of its own', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const [list, ...others] = lexer(bullets([`file ${text}`]).join('\n'));
      expect(others).toEqual([]);
      expect((list as Tokens.List).items[0]?.tokens.map(({ type }) => type)).toEqual(['text']);
    }),
  );
});

it('of what is missing five are named, and the rest is counted', () => {
  const lines = missingLines(Array.from({ length: 7 }, (_, index) => `file ${index}`));
  expect(lines.filter((line) => line.includes('- file'))).toHaveLength(5);
  expect(lines.at(-1)).toBe('> - and 2 more');
  expect(missingLines([])).toEqual([]);
});
