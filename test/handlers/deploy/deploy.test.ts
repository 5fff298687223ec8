import { expect, it } from 'vitest';
import { type Answer, answered, failed } from '../../../domain/answer.ts';
import type { StackParameters } from '../../../domain/settings/parameter-changes.ts';
import { type DeployPorts, deploy } from '../../../handlers/deploy/deploy.ts';

/** A deployment over a live stack; it notes what Serverless is told, and what the user is. */
async function run(args: readonly string[], live: Answer<StackParameters>, packageExit = 0) {
  const [told, said]: [string[], string[]] = [[], []];
  const ports: DeployPorts = {
    serverless: async (words) => {
      told.push(words.join(' '));
      return words[0] === 'package' ? packageExit : 0;
    },
    packagedStack: async () => ({
      stackName: 'lastseen-prod',
      region: 'eu-west-1',
      parameters: new Map([
        ['ThresholdDays', '90'],
        ['AlarmCap', '50'],
      ]),
    }),
    liveParameters: async () => live,
    say: (line) => void said.push(line),
  };
  const ended = await deploy(args, ports).then(
    (code) => ({ code }),
    (error: Error) => ({ name: error.name, message: error.message }),
  );
  return { told, said, ...ended };
}

const changed = answered(new Map([['ThresholdDays', '60']]));
const deployed = 'deploy --package .serverless';
const denied = failed({ kind: 'denied', why: 'AccessDenied' });

it.each<[string, readonly string[], Answer<StackParameters>, readonly string[]]>([
  ['a first deployment', [], answered(new Map()), ['package', deployed]],
  [
    'nothing that changes',
    ['--stage', 'dev', '--force', '--verbose'],
    answered(new Map([['AlarmCap', '50']])),
    ['package --stage dev --verbose', `${deployed} --stage dev --force --verbose`],
  ],
  [
    'a change that was given',
    ['--param', 'ThresholdDays=90', '-r=eu-west-1'],
    changed,
    ['package --param ThresholdDays=90 -r=eu-west-1', `${deployed} --param ThresholdDays=90 -r=eu-west-1`],
  ],
  ['a change that is accepted', ['--yes'], changed, ['package', deployed]],
  ['a package that was made before', ['-p', 'out', '--yes'], changed, ['deploy --package out']],
  ['a live stack that cannot be read, accepted', ['--yes'], denied, ['package', deployed]],
])('%s is deployed as it was compared', async (_, args, live, told) => {
  expect(await run(args, live)).toMatchObject({ told, code: 0 });
});

it.each<[string, readonly string[], Answer<StackParameters>, RegExp]>([
  ['a change that nobody gave', [], changed, /ThresholdDays is 60 and becomes 90/],
  ['a value that the package does not have', ['-p', 'out', '--param=ThresholdDays=30'], changed, /becomes 90/],
  ['a live stack that cannot be read', [], denied, /could not be read \(AccessDenied\); nothing was deployed/],
  ['a parameter that the stack does not have', ['--param=Treshold=60'], changed, /^--param Treshold: the stack has no/],
  ['a parameter without a value', ['--param', 'AlarmCap'], changed, /^--param AlarmCap: give NAME=VALUE/],
])('%s stops before the deployment', async (_, args, live, words) => {
  const { told, message } = { message: '', ...(await run(args, live)) };
  expect(message).toMatch(words);
  expect(told.filter((each) => each.startsWith('deploy'))).toEqual([]);
});

it('a package that cannot be made ends with the exit code of Serverless', async () => {
  expect(await run([], changed, 3)).toMatchObject({ told: ['package'], code: 3 });
});
