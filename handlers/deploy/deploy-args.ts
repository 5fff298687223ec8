import { parseArgs } from 'node:util';
import type { StackParameters } from '../../domain/settings/parameter-changes.ts';
import { InputError } from '../input-error.ts';

/** The arguments of `npm run deploy`, divided among the steps. */
export interface DeployArgs {
  /** Accepts every change of a parameter. */
  readonly yes: boolean;
  /** The folder of a package that was made before; undefined where it is to be made. */
  readonly folder: string | undefined;
  readonly profile: string | undefined;
  /** The parameters that were given, and their values. */
  readonly given: StackParameters;
  /** What `serverless package` understands of the arguments, and what `serverless deploy` does beside `--package`. */
  readonly toPackage: readonly string[];
  readonly toDeploy: readonly string[];
}

const ours = ['yes', 'package'];
const ofDeployAlone = ['force', 'conceal', 'aws-s3-accelerate'];

/** Divides the arguments. Everything that is not ours is left to Serverless, which refuses what it does not know. */
export function readDeployArgs(args: readonly string[]): DeployArgs {
  const { tokens, values } = parseArgs({
    args: [...args],
    options: {
      yes: { type: 'boolean' },
      package: { type: 'string', short: 'p' },
      param: { type: 'string', multiple: true },
      'aws-profile': { type: 'string' },
      stage: { type: 'string', short: 's' },
      region: { type: 'string', short: 'r' },
      config: { type: 'string', short: 'c' },
    },
    strict: false,
    tokens: true,
  });
  const without = (names: readonly string[]) => {
    const left = tokens.flatMap((token) =>
      token.kind === 'option' && names.includes(token.name)
        ? [token.index, ...(token.value !== undefined && !token.inlineValue ? [token.index + 1] : [])]
        : [],
    );
    return args.filter((_, index) => !left.includes(index));
  };
  const { package: folder, 'aws-profile': profile, param = [] } = values;
  return {
    yes: values.yes === true,
    folder: typeof folder === 'string' ? folder : undefined,
    profile: typeof profile === 'string' ? profile : undefined,
    given: new Map(param.map(pairOf)),
    toPackage: without([...ours, ...ofDeployAlone]),
    toDeploy: without(ours),
  };
}

function pairOf(param: string | boolean): readonly [string, string] {
  const [name, ...value] = String(param).split('=');
  if (!name || value.length === 0) throw new InputError(`--param ${param}: give NAME=VALUE`);
  return [name, value.join('=')];
}
