import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, normalize, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { forwarderCommand } from '../domain/doctor/region-forwarder.ts';
import { settingBounds } from '../domain/settings/bounds.ts';
import packageJson from '../package.json' with { type: 'json' };
import { readDocuments, tableRows } from './documents/markdown.ts';
import { definedOptions, helpOf, parseLastseen } from './documents/parsed-command.ts';
import { nowhere, type RecordedCommand, recordCommands } from './documents/recorded-commands.ts';
import { region } from './domain/builders.ts';
import { isInstalled } from './stack/installed.ts';

const documents = readDocuments();
const each = [...documents.values()];
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
      'infra/README.md',
      'infra/stack/README.md',
      'test/README.md',
    ]);
  });

  it('the front page has at most 200 lines', () => {
    expect(documentOf('README.md').lines.length).toBeLessThanOrEqual(200);
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

  it('the walks of CONTRIBUTING.md name files in each of their steps', () => {
    const { lines, headings } = documentOf('CONTRIBUTING.md');
    expect(headings.filter((heading) => heading.startsWith('A new'))).toHaveLength(4);
    const steps = lines.filter((line) => /^\d+\. /.test(line));
    expect(steps.length).toBeGreaterThanOrEqual(40);
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

describe('the options', () => {
  it('give the threshold the bounds and the default that the code has', () => {
    const { min, max, default: days } = settingBounds.thresholdDays;
    const rows = tableRows(cli, '## lastseen scan').filter(([first = '']) => first.startsWith('`--threshold'));
    expect(rows).toHaveLength(1);
    expect(rows[0]?.[1]).toContain(`${min} to ${max}`);
    expect(rows[0]?.[1]).toContain(`default: ${days}`);
  });

  it.each([...definedOptions()])('of %s are documented, each in one row, and no others', (name, options) => {
    const rows = tableRows(cli, `## lastseen ${name}`).filter(([first = '']) => first.startsWith('`--'));
    expect(rows.map(([first = '']) => first.replaceAll('`', ''))).toEqual(options.map(({ flags }) => flags));
    const missing = options.filter(({ byDefault }, index) => {
      const said = /default: `?([^;`]+?)`?(?:\.|;|$)/.exec(rows[index]?.[1] ?? '')?.[1];
      return byDefault !== undefined && !said?.startsWith(byDefault.split(' ')[0] ?? '');
    });
    expect(missing).toEqual([]);
  });
});

/** What a document tells its reader to type, in blocks and between backticks. */
const commandsOf = (path: string): RecordedCommand[] => {
  const { shellBlocks, codeSpans } = documentOf(path);
  const spans = codeSpans.filter((code) => /^(?:npx lastseen|npm run|lastseen) [^A-Z]/.test(code));
  return [...shellBlocks, spans.join('\n')].flatMap(recordCommands);
};
const commands = new Map([...documents.keys()].map((path) => [path, commandsOf(path)]));
const allOf = (...wanted: string[]) =>
  [...commands].flatMap(([path, list]) =>
    list
      .filter((command) => wanted.every((word, index) => command[index] === word))
      .map((command) => ({ path, command: command.join(' '), args: command.slice(wanted.length) })),
  );

describe('every command', () => {
  it.each([...allOf('lastseen'), ...allOf('npx', 'lastseen')])('$path: $command', async ({ args }) => {
    await expect(parseLastseen(args)).resolves.toBe(args[0]);
  });

  it.each(allOf('npm', 'run'))('$path: $command', ({ args }) => {
    expect(Object.keys(packageJson.scripts)).toContain(args[0]);
  });

  it('of npx is of a program that the project has', () => {
    const programs = new Set(allOf('npx').map(({ args }) => args[0]));
    expect([...programs].sort()).toEqual(['lastseen', 'serverless', 'vitest']);
  });

  it('that deploys gives parameters that the stack has', () => {
    const given = allOf('npx', 'serverless').flatMap(({ args }) => args.filter((arg) => arg.startsWith('--param')));
    expect(given.length).toBeGreaterThan(1);
    const parameters = readFileSync('infra/stack/parameters.yml', 'utf8');
    for (const arg of given) expect(parameters).toContain(`\n  ${/^--param=(\w+)=/.exec(arg)?.[1]}:\n`);
  });

  it("that makes a Region forward is the doctor's own", () => {
    const [documented] = allOf('aws', 'cloudformation', 'deploy');
    const places = { home: region('eu-west-1'), region: region('eu-central-1') };
    const words = forwarderCommand({ stack: 'lastseen-prod', ...places }).split(' ');
    expect([...(documented?.command.split(' ') ?? [])].sort()).toEqual(words.sort());
  });

  it.each([...definedOptions().keys()])('that the help of %s gives as an example is one', async (name) => {
    const examples = (await helpOf(name)).split('Examples:\n')[1]?.split('\n\n')[0]?.trimEnd().split('\n') ?? [];
    expect(examples.length).toBeGreaterThan(1);
    for (const example of examples) {
      const [line = ''] = example.trim().replace(' ... ', ' ').split(/ {2,}/);
      const [[program, ...args] = []] = recordCommands(line);
      expect(program).toBe('lastseen');
      await expect(parseLastseen(args)).resolves.toBe(name);
    }
  });
});

describe.skipIf(!isInstalled('aws'))('every command of AWS (skipped where the AWS CLI is not installed)', () => {
  const dir = mkdtempSync(join(tmpdir(), 'lastseen-aws-'));
  symlinkSync(resolve('infra'), join(dir, 'infra'));
  writeFileSync(join(dir, 'event.json'), '{}');
  afterAll(() => rmSync(dir, { recursive: true }));
  const env = {
    ...{ PATH: process.env['PATH'], HOME: dir, AWS_EC2_METADATA_DISABLED: 'true', AWS_PAGER: '' },
    ...{ AWS_ENDPOINT_URL: nowhere, HTTPS_PROXY: nowhere, NO_PROXY: '127.0.0.1', AWS_MAX_ATTEMPTS: '1' },
    ...{ AWS_ACCESS_KEY_ID: 'nobody', AWS_SECRET_ACCESS_KEY: 'nobody', AWS_DEFAULT_REGION: 'us-east-1' },
  };
  /** What the AWS CLI says: it reads and checks all arguments before it finds that nobody answers. */
  const said = (args: readonly string[]) =>
    new Promise<string>((done) => {
      execFile('aws', [...args], { cwd: dir, env }, (_, stdout, stderr) => done(`${stdout}${stderr}`));
    });
  const nobodyAnswers = /Could not connect to the endpoint URL|Failed to connect to proxy URL/;
  // test/stack/queries.test.ts runs the questions of infra/README.md.
  const asked = allOf('aws').filter(({ path, args }) => path !== 'infra/README.md' || args[1] === 'create-table');
  const once = new Map(asked.map((one) => [one.command, one]));

  it('there are some', () => {
    expect(once.size).toBeGreaterThan(20);
  });

  it.concurrent.each([...once.values()])('$path: $command', async ({ args }) => {
    expect(await said(args)).toMatch(nobodyAnswers);
  });

  it('a wrong one would be seen', async () => {
    expect(await said(['dynamodb', 'wait', 'table-exist', '--table-name', 'x'])).toContain('table-exist');
    expect(await said(['dynamodb', 'delete-table', '--table-name', 'x', '--force'])).not.toMatch(nobodyAnswers);
  });
});
