/** The command that makes another Region forward its events. */

import type { Region } from '../ids.ts';
import { shellWord } from '../shell-word.ts';

/**
 * The template that makes a Region forward its events, in the project and in the installed package. `npm run package`
 * copies it next to the stack's template.
 */
export const forwarderTemplate = 'infra/stack/region-forwarder.json';

/** A Region to forward from, and the stack to forward to. */
export interface ForwarderRequest {
  readonly stack: string;
  readonly home: Region;
  readonly region: Region;
  /** The parameters of the stack, as far as they are known. */
  readonly parameters: ReadonlyMap<string, string>;
  /** The path to the template from the folder in which the command is run; by default from the project's. */
  readonly template?: string;
}

/** Parameters that the roles of both templates must have in common. */
const inCommon = ['RolePath', 'PermissionsBoundaryArn'];

/** The command that makes a Region forward its events to the home Region's bus. */
export function forwarderCommand(request: ForwarderRequest): string {
  const { stack, home, region, parameters, template = forwarderTemplate } = request;
  const shared = inCommon.map((name) => [name, parameters.get(name) ?? ''] as const);
  const given = shared.filter(([, value]) => value !== '' && value !== '/').map((pair) => shellWord(pair.join('=')));
  return [
    `aws cloudformation deploy --template-file ${shellWord(template)}`,
    `--stack-name ${stack}-forwarder --region ${region} --capabilities CAPABILITY_IAM`,
    ['--parameter-overrides', `HomeRegion=${home}`, `Stack=${stack}`, ...given].join(' '),
  ].join(' ');
}
