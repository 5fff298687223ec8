import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const widest = 120;

/** The numbers of the lines of a TypeScript source that hold a comment, wholly or at their end; from 0. */
function commentLinesOf(text: string): Set<number> {
  const source = ts.createSourceFile('any.tsx', text, ts.ScriptTarget.ES2024, true);
  const lines = new Set<number>();
  const visit = (node: ts.Node) => {
    if (ts.isToken(node)) {
      const before = ts.getLeadingCommentRanges(text, node.getFullStart()) ?? [];
      const behind = ts.getTrailingCommentRanges(text, node.getEnd()) ?? [];
      for (const { pos, end } of [...before, ...behind]) addLines(lines, source, pos, end);
    }
    for (const child of node.getChildren(source)) if (!ts.isJSDoc(child)) visit(child);
  };
  visit(source);
  return lines;
}

function addLines(lines: Set<number>, source: ts.SourceFile, start: number, end: number): void {
  const last = source.getLineAndCharacterOfPosition(end).line;
  for (let { line } = source.getLineAndCharacterOfPosition(start); line <= last; line++) lines.add(line);
}

/** The same of YAML, Python and shell, where a line that begins with `#` is a comment, and of Python's docstrings. */
function hashLinesOf(text: string): Set<number> {
  const lines = new Set<number>();
  let isDoc = false;
  for (const [index, line] of text.split('\n').entries()) {
    const quotes = line.split('"""').length - 1;
    if (isDoc || quotes > 0 || /^\s*#/.test(line)) lines.add(index);
    if (quotes === 1) isDoc = !isDoc;
  }
  return lines;
}

/** The comment lines of a file that are too wide, as `file:line`. Few files have a wide line and must be parsed. */
function wideLinesOf(file: string, text: string): string[] {
  const wide = text.split('\n').flatMap((line, index) => (line.length > widest ? [index] : []));
  if (wide.length === 0) return [];
  const comments = /\.tsx?$/.test(file) ? commentLinesOf(text) : hashLinesOf(text);
  return wide.filter((index) => comments.has(index)).map((index) => `${file}:${index + 1}`);
}

const sources = () =>
  execFileSync('git', ['ls-files', '--', '*.ts', '*.tsx', '*.yml', '*.py', '*.sh', '.ci/run'], { encoding: 'utf8' })
    .trim()
    .split('\n');

describe('comments', () => {
  it(`are at most ${widest} columns wide`, () => {
    const files = sources();
    expect(files.length).toBeGreaterThan(400);
    expect(files.flatMap((file) => wideLinesOf(file, readFileSync(file, 'utf8')))).toEqual([]);
  });

  const wide = 'x'.repeat(widest + 1);
  it.each([
    ['a.ts', `/** ${wide} */\nconst a = 1;`, ['a.ts:1']],
    ['a.ts', `/**\n * short\n * ${wide}\n */\nconst a = 1;`, ['a.ts:3']],
    ['a.ts', `f(() => {\n  // ${wide}\n});`, ['a.ts:2']],
    ['a.ts', `const a = 1; // ${wide}`, ['a.ts:1']],
    ['a.ts', `interface A {\n  /** ${wide} */\n  readonly a: 1;\n}`, ['a.ts:2']],
    ['a.ts', `const a = '// ${wide}';`, []],
    ['a.yml', `a:\n  # ${wide}\n  b: 1`, ['a.yml:2']],
    ['a.yml', `a: '#${wide}'`, []],
    ['a.py', `"""Short.\n\n${wide}\n"""\na = "${wide}"`, ['a.py:3']],
  ])('are seen where they are too wide: %s %#', (file, text, found) => {
    expect(wideLinesOf(file, text)).toEqual(found);
  });
});
