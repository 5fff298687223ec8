import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { mapAnswer } from '../../domain/answer.ts';
import { plainText } from '../../domain/plain-text.ts';
import { doctorClientConfig } from '../../infra/aws/deployment/aws-deployment.ts';
import { describeStack } from '../../infra/aws/deployment/cloudformation-stack.ts';
import { readPackagedStack } from '../../infra/aws/deployment/packaged-stack.ts';
import { useProfile } from '../aws-profile.ts';
import { LiveFailure } from '../aws-unavailable.ts';
import { InputError } from '../input-error.ts';
import { type DeployPorts, deploy } from './deploy.ts';

const ports: DeployPorts = {
  serverless: async (args) => {
    const program = resolve('node_modules/serverless/bin/serverless.js');
    const child = spawn(process.execPath, [program, ...args], { stdio: 'inherit' });
    const [exitCode] = (await once(child, 'exit')) as [number | null];
    return exitCode ?? 1;
  },
  packagedStack: readPackagedStack,
  liveParameters: async ({ stackName, region }, profile) => {
    if (profile !== undefined) await useProfile(profile);
    const client = new CloudFormationClient({ ...doctorClientConfig, region });
    const stack = await describeStack(client, stackName).finally(() => client.destroy());
    return mapAnswer(stack, ({ parameters }) => parameters);
  },
  say: (line) => void process.stderr.write(`lastseen: ${plainText(line)}\n`),
};

/** The door of `npm run deploy`. Exits with 2 where it refuses, 75 where a retry may help, else as Serverless does. */
async function main(args: readonly string[]): Promise<number> {
  try {
    return await deploy(args, ports);
  } catch (error) {
    if (!(error instanceof InputError || error instanceof LiveFailure)) throw error;
    for (const line of error.message.split('\n')) ports.say(line);
    return error instanceof LiveFailure && error.mayPass ? 75 : 2;
  }
}

// The SDK is pinned, its warning about Node 20 is not for users.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
process.exitCode = await main(process.argv.slice(2));
