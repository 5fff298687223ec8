import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { settingBounds } from '../domain/settings/bounds.ts';
import { commandList } from '../handlers/cli/command-list.ts';
import { readDocuments, tableRows } from './documents/markdown.ts';
import { commonOptions, definedOptions } from './documents/parsed-command.ts';

const documents = readDocuments();
const each = [...documents.values()];
const options = await definedOptions();
const documentOf = (path: string) => documents.get(path) ?? expect.fail(`${path} does not exist`);
const cli = documentOf('handlers/cli/README.md');

describe('the documents', () => {
  it('are these', () => {
    expect([...documents.keys()]).toEqual([
      'CHANGELOG.md',
      'CONTRIBUTING.md',
      'README.md',
      'SECURITY.md',
      'domain/README.md',
      'handlers/cli/README.md',
      'handlers/lifecycle/README.md',
      'infra/README.md',
      'infra/stack/README.md',
      'infra/trail/scanner/README.md',
      'test/README.md',
    ]);
  });

  it('the front page has at most 200 lines', () => {
    expect(documentOf('README.md').lines.length).toBeLessThanOrEqual(200);
  });

  it('the pictures of the front page have at most 150 KB each', () => {
    const pictures = documentOf('README.md').links.filter((link) => /\.(?:png|svg)$/.test(link));
    expect(pictures).toHaveLength(3);
    expect(pictures.filter((path) => statSync(path).size > 150_000)).toEqual([]);
  });

  it.each(each)('$path has no line over 200 characters', ({ lines }) => {
    expect(lines.filter((line) => [...line].length > 200)).toEqual([]);
  });

  it.each(each)('every link of $path leads to a file, and to a heading in it', ({ path, links }) => {
    const broken = links.filter((link) => {
      if (/^https:\/\//.test(link)) return false;
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? path : normalize(join(dirname(path), file));
      return !existsSync(target) || (anchor !== undefined && documents.get(target)?.anchors.has(anchor) !== true);
    });
    expect(broken).toEqual([]);
  });

  it.each(each)('every file that $path names by its whole path is there', ({ codeSpans }) => {
    const named = codeSpans.filter((code) => /^(?:domain|handlers|infra|test)\/[\w./-]*$/.test(code));
    expect(named.filter((path) => !existsSync(path))).toEqual([]);
  });

  it('the walks of CONTRIBUTING.md name files, and in these names that they have', () => {
    const { lines, headings } = documentOf('CONTRIBUTING.md');
    expect(headings.filter((heading) => heading.startsWith('A new'))).toHaveLength(4);
    const steps = lines.filter((line) => /^\d+\. /.test(line));
    expect(steps.length).toBeGreaterThanOrEqual(40);
    const lost = steps.flatMap((step) => {
      const spans = [...step.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
      const texts = spans.filter((code) => /\/.*\.\w+$/.test(code)).map((path) => readFileSync(path, 'utf8'));
      const names = texts.length === 0 ? [] : spans.filter((code) => /^[A-Za-z]\w+$/.test(code));
      return names.filter((name) => !texts.some((text) => text.includes(name)));
    });
    expect(lost).toEqual([]);
    expect(lines.join('\n').match(/`(?:domain|handlers|infra|test)\/[\w./-]+\.\w+`/g)?.length).toBeGreaterThan(30);
  });

  it.each(['domain', 'infra', 'test'])('%s/README.md lists every room in it', (room) => {
    const folders = readdirSync(room, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const listed = documentOf(`${room}/README.md`)
      .lines.filter((line) => /^\| `/.test(line))
      .join('\n');
    expect(folders.map(({ name }) => name).filter((name) => !listed.includes(`\`${name}/\``))).toEqual([]);
  });

  it('every chapter that the code points to is there', () => {
    const sources = ['domain', 'handlers', 'infra', 'test'].flatMap((room) =>
      readdirSync(room, { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(?:ts|yml)$/.test(name))
        .map((name) => readFileSync(join(room, name), 'utf8')),
    );
    const pointers = sources.flatMap((text) => [...text.matchAll(/([\w/]*README\.md), \\?"([^"\\]+)/g)]);
    expect(pointers.length).toBeGreaterThanOrEqual(5);
    const lost = pointers.filter(([, path = '', chapter = '']) => !documents.get(path)?.headings.includes(chapter));
    expect(lost.map(([pointer]) => pointer)).toEqual([]);
  });
});

describe('the alarms', () => {
  it('of the stack and of the forwarder are documented, each with what to do, and no others', () => {
    const all = readdirSync('infra/stack', { recursive: true }).map(String);
    const templates = all.filter((name) => /\.(?:yml|json)$/.test(name));
    const texts = templates.map((name) => readFileSync(join('infra/stack', name), 'utf8'));
    const made = texts.flatMap((text) => [...text.matchAll(/AlarmName[^}]*\}-([a-z-]+)['"]/g)].map(([, name]) => name));
    const rows = tableRows(documentOf('infra/stack/README.md'), '## Alarms: what to do');
    const named = rows.flatMap(([alarms = '']) => [...alarms.matchAll(/`([a-z-]+)`/g)].map(([, name]) => name));
    expect(named.sort()).toEqual(made.sort());
    expect(rows.filter(([, todo = '']) => todo.length < 10)).toEqual([]);
  });
});

describe('the commands', () => {
  it('stand at the top of their document, each with a link to its chapter', () => {
    const top = cli.lines.slice(0, cli.lines.indexOf('## Every command')).join('\n');
    const linked = [...top.matchAll(/\[(\w+)\]\(#lastseen-\1\)/g)].map(([, name]) => name);
    expect(linked.sort()).toEqual(commandList.map(({ name }) => name).sort());
  });
});

describe('the options', () => {
  it('give the threshold the bounds and the default that the code has', () => {
    const { min, max, default: days } = settingBounds.thresholdDays;
    const rows = tableRows(cli, '## lastseen scan').filter(([first = '']) => first.startsWith('`--threshold'));
    expect(rows).toHaveLength(1);
    expect(rows[0]?.[1]).toContain(`${min} to ${max}`);
    expect(rows[0]?.[1]).toContain(`default: ${days}`);
  });

  it('of every command are documented in one table', async () => {
    const rows = tableRows(cli, '## Every command').filter(([first = '']) => first.startsWith('`--'));
    const defined = await commonOptions();
    expect(rows.map(([first = '']) => first.replaceAll('`', ''))).toEqual(defined.map(({ flags }) => flags));
  });

  it.each([...options])('of %s are documented, each in one row, and no others', (name, defined) => {
    const rows = tableRows(cli, `## lastseen ${name}`).filter(([first = '']) => first.startsWith('`--'));
    expect(rows.map(([first = '']) => first.replaceAll('`', ''))).toEqual(defined.map(({ flags }) => flags));
    const missing = defined.filter(({ byDefault }, index) => {
      const [, code, plain] = /default: (?:`([^`]+)`|([^;`]+?)(?:\.|;|$))/.exec(rows[index]?.[1] ?? '') ?? [];
      const said = code ?? plain;
      return byDefault !== undefined && !said?.startsWith(byDefault.split(' ')[0] ?? '');
    });
    expect(missing).toEqual([]);
  });
});
