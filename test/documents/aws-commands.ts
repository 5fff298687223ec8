import { execFile, spawn, spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

/** The AWS CLI in a folder, with these variables alone. */
export interface AwsCommands {
  /** What the command prints, to both of its outputs. */
  said(args: readonly string[]): Promise<string>;
  stop(): void;
}

interface Surroundings {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** The CLI takes half a second to start. Where Python can read it, one process does so once for all commands. */
export function awsCommands(where: Surroundings): AwsCommands {
  const isReadable = spawnSync('python3', ['-c', 'import awscli.clidriver'], { stdio: 'ignore' }).status === 0;
  return isReadable ? inOneProcess(where) : eachAlone(where);
}

function inOneProcess(where: Surroundings): AwsCommands {
  const stdio = ['pipe', 'pipe', 'ignore'] as const;
  const python = spawn('python3', [resolve('test/documents/aws_commands.py')], { ...where, stdio: [...stdio] });
  const lines = createInterface({ input: python.stdout })[Symbol.asyncIterator]();
  return {
    said: async (args) => {
      python.stdin.write(`${JSON.stringify(args)}\n`);
      return JSON.parse(`${(await lines.next()).value}`);
    },
    stop: () => python.stdin.end(),
  };
}

function eachAlone(where: Surroundings): AwsCommands {
  return {
    said: (args) =>
      new Promise((done) => {
        execFile('aws', [...args], where, (_, stdout, stderr) => done(`${stdout}${stderr}`));
      }),
    stop: () => {},
  };
}
