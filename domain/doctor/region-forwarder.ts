import type { Region } from '../ids.ts';
import { shellWord } from '../shell-word.ts';

/** The template that makes a Region forward its events; `npm run package` copies it next to the stack's template. */
export const forwarderTemplate = 'infra/stack/region-forwarder.json';

/** A Region to forward from, and the stack to forward to. */
export interface ForwarderRequest {
  readonly stack: string;
  readonly home: Region;
  readonly region: Region;
  /** The parameters of the stack, as far as they are known. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** Parameters that the roles of both templates must have in common. */
const inCommon = ['RolePath', 'PermissionsBoundaryArn'];

/** The command that makes a Region forward its events to the home Region's bus. Run it in the project's folder. */
export function forwarderCommand({ stack, home, region, parameters }: ForwarderRequest): string {
  const shared = inCommon.map((name) => [name, parameters.get(name) ?? ''] as const);
  const given = shared.filter(([, value]) => value !== '' && value !== '/').map((pair) => shellWord(pair.join('=')));
  return [
    `aws cloudformation deploy --template-file ${forwarderTemplate}`,
    `--stack-name ${stack}-forwarder --region ${region} --capabilities CAPABILITY_IAM`,
    ['--parameter-overrides', `HomeRegion=${home}`, `Stack=${stack}`, ...given].join(' '),
  ].join(' ');
}
