import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forwarderCommand } from '../../domain/doctor/region-forwarder.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { region } from '../domain/builders.ts';
import { isInstalled } from '../stack/installed.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { type AwsCommands, awsCommands } from './aws-commands.ts';
import { type MarkdownDocument, readDocuments } from './markdown.ts';
import { definedOptions, helpOf, parseLastseen } from './parsed-command.ts';
import { nowhere, type RecordedCommand, recordCommands } from './recorded-commands.ts';

/** What a document tells its reader to type, in blocks and between backticks. */
const commandsIn = ({ shellBlocks, codeSpans }: MarkdownDocument): RecordedCommand[] => {
  const spans = codeSpans.filter((code) => /^(?:npx lastseen|npm run|lastseen) [^A-Z]/.test(code));
  return [...shellBlocks, spans.join('\n')].flatMap(recordCommands);
};
const commands = [...readDocuments()].map(([path, document]) => [path, commandsIn(document)] as const);
const allOf = (...wanted: string[]) =>
  commands.flatMap(([path, list]) =>
    list
      .filter((command) => wanted.every((word, index) => command[index] === word))
      .map((command) => ({ path, command: command.join(' '), args: command.slice(wanted.length) })),
  );

const commandNames = [...(await definedOptions()).keys()];

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
    const given = allOf('npm', 'run', 'deploy').flatMap(({ args }) => args.filter((arg) => arg.startsWith('--param')));
    expect(given.length).toBeGreaterThan(1);
    const rooms = ['', 'organization/', 'providers/'];
    const parameters = rooms.map((room) => readFileSync(`infra/stack/${room}parameters.yml`, 'utf8')).join('');
    for (const arg of given) expect(parameters).toContain(`\n  ${/^--param=(\w+)=/.exec(arg)?.[1]}:\n`);
  });

  it("that makes a Region forward is the doctor's own", () => {
    const [documented] = allOf('aws', 'cloudformation', 'deploy');
    const places = { home: region('eu-west-1'), region: region('eu-central-1') };
    const stack = { stack: 'lastseen-prod', parameters: new Map<string, string>() };
    const words = forwarderCommand({ ...stack, ...places }).split(' ');
    expect([...(documented?.command.split(' ') ?? [])].sort()).toEqual(words.sort());
  });

  it.each(commandNames)('that the help of %s gives as an example is one', async (name) => {
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
  const dir = temporaryFolder();
  symlinkSync(resolve('infra'), join(dir, 'infra'));
  for (const name of ['event.json', 'client-secret.txt', 'service-account-key.json'])
    writeFileSync(join(dir, name), '{}');
  const env = {
    ...{ PATH: process.env['PATH'], HOME: dir, AWS_EC2_METADATA_DISABLED: 'true', AWS_PAGER: '' },
    ...{ AWS_ENDPOINT_URL: nowhere, HTTPS_PROXY: nowhere, NO_PROXY: '127.0.0.1', AWS_MAX_ATTEMPTS: '1' },
    ...{ AWS_ACCESS_KEY_ID: 'nobody', AWS_SECRET_ACCESS_KEY: 'nobody', AWS_DEFAULT_REGION: 'us-east-1' },
  };
  let cli: AwsCommands | undefined;
  beforeAll(() => {
    cli = awsCommands({ cwd: dir, env });
  });
  afterAll(() => cli?.stop());
  /** The AWS CLI reads and checks all arguments before it finds that nobody answers. */
  const said = (args: readonly string[]) => cli?.said(args);
  const nobodyAnswers = /Could not connect to the endpoint URL|Failed to connect to proxy URL/;
  // test/stack/queries.test.ts runs the questions of infra/README.md.
  const asked = allOf('aws').filter(({ path, args }) => path !== 'infra/README.md' || args[1] === 'create-table');
  const once = new Map(asked.map((one) => [one.command, one]));

  it('there are some', () => {
    expect(once.size).toBeGreaterThan(20);
  });

  it.each([...once.values()])('$path: $command', async ({ args }) => {
    expect(await said(args)).toMatch(nobodyAnswers);
  });

  it('a wrong one would be seen', async () => {
    expect(await said(['dynamodb', 'wait', 'table-exist', '--table-name', 'x'])).toContain('table-exist');
    expect(await said(['dynamodb', 'delete-table', '--table-name', 'x', '--force'])).not.toMatch(nobodyAnswers);
  });
});
