/** The command that makes another Region forward its events. */

import type { Region } from '../ids.ts';

/** The template that makes a Region forward its events; `npm run package` copies it next to the stack's template. */
export const forwarderTemplate = 'infra/stack/region-forwarder.json';

/** The command that makes a Region forward its events to the home Region's bus. Run it in the project's folder. */
export function forwarderCommand({ stack, home, region }: { stack: string; home: Region; region: Region }): string {
  return [
    `aws cloudformation deploy --template-file ${forwarderTemplate}`,
    `--stack-name ${stack}-forwarder --region ${region} --capabilities CAPABILITY_IAM`,
    `--parameter-overrides HomeRegion=${home} Stack=${stack}`,
  ].join(' ');
}
