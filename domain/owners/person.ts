import { parseUserArn } from '../ids.ts';

/**
 * The name of the person behind an ARN: of an IAM user its name, of a role session the session's, unless a machine
 * chose it; undefined for any other ARN. Source: IAM user guide, "IAM identifiers".
 */
export function personOf(arn: string): string | undefined {
  const user = parseUserArn(arn)?.userName;
  const session = /^arn:[\w-]+:sts::\d{12}:assumed-role\/.+\/([\w+=,.@-]{2,64})$/.exec(arn)?.[1];
  return user ?? (session !== undefined && isMachine(session) ? undefined : session);
}

/** Session names that SDKs, instances and services choose by themselves. */
const isMachine = (session: string): boolean =>
  /^(?:botocore-session-|aws-sdk-|aws-go-sdk-|AWSCloudFormation$|GitHubActions$|i-[0-9a-f]{8,17}$|\d+$)/.test(session);
