import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type JsonObject, objectAt, textAt } from '../../../domain/json.ts';
import type { StackParameters } from '../../../domain/settings/parameter-changes.ts';

/** What `serverless package` prepared: the stack, its Region, and the values that its parameters get. */
export interface PackagedStack {
  readonly stackName: string;
  readonly region: string;
  readonly parameters: StackParameters;
}

/**
 * Reads the folder that `serverless package` wrote. A deployment gives no parameters to CloudFormation: each value is
 * the default in the packaged template. Throws where the folder is not there or of another form.
 */
export async function readPackagedStack(folder: string): Promise<PackagedStack> {
  const state = JSON.parse(await readFile(join(folder, 'serverless-state.json'), 'utf8')) as JsonObject;
  const service = objectAt(state, 'service') ?? {};
  const provider = objectAt(service, 'provider') ?? {};
  const [name, stage, region] = [textAt(service, 'service'), textAt(provider, 'stage'), textAt(provider, 'region')];
  const parameters = objectAt(objectAt(provider, 'compiledCloudFormationTemplate') ?? {}, 'Parameters');
  if (name === undefined || stage === undefined || region === undefined || parameters === undefined) {
    throw new Error(`${folder}/serverless-state.json names no service, stage, Region or parameters`);
  }
  const values = Object.keys(parameters).map(
    (key) => [key, String(objectAt(parameters, key)?.['Default'] ?? '')] as const,
  );
  return { stackName: textAt(provider, 'stackName') ?? `${name}-${stage}`, region, parameters: new Map(values) };
}
