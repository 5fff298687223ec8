import type { Region } from './ids.ts';

/** The command that makes a Region forward its events to the home Region's bus. */
export function forwarderCommand({ stack, home, region }: { stack: string; home: Region; region: Region }): string {
  return [
    'aws cloudformation deploy --template-file .serverless/region-forwarder.yml',
    `--stack-name ${stack}-forwarder --region ${region} --capabilities CAPABILITY_IAM`,
    `--parameter-overrides HomeRegion=${home} Stack=${stack}`,
  ].join(' ');
}
