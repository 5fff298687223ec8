import { type Answer, mayPass } from '../../domain/answer.ts';
import { missingParameters } from '../../domain/settings/needed-parameters.ts';
import {
  changeLines,
  choiceLines,
  parameterChanges,
  type StackParameters,
} from '../../domain/settings/parameter-changes.ts';
import type { PackagedStack } from '../../infra/aws/deployment/packaged-stack.ts';
import { LiveFailure } from '../aws-unavailable.ts';
import { InputError } from '../input-error.ts';
import { type DeployArgs, readDeployArgs } from './deploy-args.ts';

/** What a deployment needs from outside. */
export interface DeployPorts {
  /** Runs Serverless with these arguments, before the eyes of the user. Returns its exit code. */
  readonly serverless: (args: readonly string[]) => Promise<number>;
  /** Reads the folder that `serverless package` wrote. */
  readonly packagedStack: (folder: string) => Promise<PackagedStack>;
  /** The parameters of the live stack; none where there is no stack. Never throws. */
  readonly liveParameters: (stack: PackagedStack, profile: string | undefined) => Promise<Answer<StackParameters>>;
  readonly say: (line: string) => void;
}

const defaultFolder = '.serverless';

/**
 * Packages, compares the parameters with those of the live stack, and deploys what was compared. Returns the exit code
 * of Serverless. Throws InputError where a parameter is missing beside another, or would change though nobody gave
 * it, and LiveFailure where the live stack cannot be read; `--yes` accepts the last two. Then nothing was deployed.
 */
export async function deploy(args: readonly string[], ports: DeployPorts): Promise<number> {
  const parsed = readDeployArgs(args);
  const { folder = defaultFolder, toPackage, toDeploy } = parsed;
  if (parsed.folder === undefined) {
    const exitCode = await ports.serverless(['package', ...toPackage]);
    if (exitCode !== 0) return exitCode;
  }
  await compare(await ports.packagedStack(folder), parsed, ports);
  return ports.serverless(['deploy', '--package', folder, ...toDeploy]);
}

async function compare(stack: PackagedStack, args: DeployArgs, ports: DeployPorts): Promise<void> {
  const { yes, given, profile } = args;
  const strange = [...given.keys()].filter((name) => !stack.parameters.has(name));
  if (strange.length > 0) throw new InputError(`--param ${strange}: the stack has no such parameter`);
  const missing = missingParameters(stack.parameters);
  if (missing.length > 0) throw new InputError([...missing, 'nothing was deployed'].join('\n'));
  const live = await ports.liveParameters(stack, profile);
  if (live.kind === 'failed') {
    const words = `the parameters of ${stack.stackName} in ${stack.region} could not be read (${live.failure.why})`;
    if (!yes) throw new LiveFailure(`${words}; nothing was deployed`, mayPass(live.failure), live.cause);
    return ports.say(words);
  }
  const changes = parameterChanges(live.value, stack.parameters, given);
  if (changes.length === 0) return;
  const lines = changeLines(stack.stackName, changes);
  if (!yes) throw new InputError([...lines, 'nothing was deployed', ...choiceLines(changes, args.toDeploy)].join('\n'));
  for (const line of lines) ports.say(line);
}
