import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One document of the project, taken apart. */
export interface MarkdownDocument {
  readonly path: string;
  readonly lines: readonly string[];
  /** What its headings are linked by, as GitHub makes it of their words. */
  readonly anchors: ReadonlySet<string>;
  readonly headings: readonly string[];
  /** Where its links and pictures lead. */
  readonly links: readonly string[];
  /** Its blocks of shell commands. */
  readonly shellBlocks: readonly string[];
  /** Its blocks of YAML. */
  readonly yamlBlocks: readonly string[];
  /** What stands between backticks outside of its blocks. */
  readonly codeSpans: readonly string[];
}

const rooms = ['domain', 'handlers', 'infra', 'test'];

/** Every document of the project, by its path. */
export function readDocuments(): ReadonlyMap<string, MarkdownDocument> {
  const above = readdirSync('.').filter((name) => name.endsWith('.md'));
  const within = rooms.flatMap((room) =>
    readdirSync(room, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => join(room, name)),
  );
  return new Map([...above, ...within].sort().map((path) => [path, parseMarkdown(path, readFileSync(path, 'utf8'))]));
}

export function parseMarkdown(path: string, text: string): MarkdownDocument {
  const prose = text.replace(/^```.*?^```$/gms, '');
  const headings = [...prose.matchAll(/^#+ (.+)$/gm)].map(([, words = '']) => words);
  return {
    path,
    lines: text.split('\n'),
    headings,
    anchors: anchorsOf(headings),
    links: [...prose.matchAll(/(?:\]\(|\bsrc(?:set)?=")([^)\s"]+)/g)].map(([, target = '']) => target),
    shellBlocks: blocksOf('sh', text),
    yamlBlocks: blocksOf('yaml', text),
    codeSpans: [...prose.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code),
  };
}

const blocksOf = (language: string, text: string): string[] =>
  [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].flatMap(([, of, block = '']) => (of === language ? [block] : []));

/** GitHub's rule: lower case, no punctuation, hyphens for blanks, and a number behind what came before already. */
function anchorsOf(headings: readonly string[]): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const heading of headings) {
    const words = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const anchor = words.replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-');
    const same = [...anchors].filter((known) => known.replace(/-\d+$/, '') === anchor).length;
    anchors.add(same === 0 ? anchor : `${anchor}-${same}`);
  }
  return anchors;
}

/** The rows of the tables in a chapter of a document, cell by cell, without their heads. */
export function tableRows({ lines }: MarkdownDocument, chapter: string): readonly (readonly string[])[] {
  const start = lines.indexOf(chapter);
  const length = lines.slice(start + 1).findIndex((line) => /^## /.test(line));
  const within = lines.slice(start + 1, length < 0 ? undefined : start + 1 + length);
  return within
    .filter((line, index) => line.startsWith('| ') && !within[index + 1]?.startsWith('|---'))
    .map((line) => line.slice(2, -2).split(' | '));
}
