/** Services whose calls on data no trail records as management events: a refused one is not heard. */

import { matchesPattern } from '../../verdict/exemption.ts';
import { listOf, statementsOf } from './policy-statements.ts';

/**
 * By their prefix in policies. Source: CloudTrail user guide, "Logging data events", and of the last row the service
 * authorization reference: connections that no trail records.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
 */
const dataPlane: readonly string[] = [
  ...['appconfig', 'appsync', 'bedrock', 'cassandra', 'cloudfront-keyvaluestore', 'cloudwatch', 'cognito-identity'],
  ...['dynamodb', 'ebs', 'elasticmapreduce', 'events', 'firehose', 'glue', 'iot', 'iotsitewise', 'kendra', 'kinesis'],
  ...['kinesisvideo', 'lambda', 'logs', 'managedblockchain', 'medical-imaging', 'mobiletargeting', 'neptune-db'],
  ...['neptune-graph', 'qbusiness', 'rds-data', 's3', 's3-object-lambda', 's3-outposts', 's3express', 's3tables'],
  ...['sagemaker', 'sdb', 'ses', 'sms-voice', 'sns', 'sqs', 'ssmmessages', 'states', 'swf', 'timestream'],
  ...['verifiedpermissions', 'xray'],
  ...['aoss', 'elasticache', 'es', 'execute-api', 'memorydb', 'mq', 'rds-db'],
];

/** Those of these services whose calls on data are not heard. */
export const unheardAmong = (services: Iterable<string>): string[] =>
  [...new Set(services)].filter((service) => dataPlane.includes(service)).toSorted();

/** The services of the list of which a policy allows anything; undefined where the policy cannot be read. */
export function unheardByPolicy(document: string): readonly string[] | undefined {
  const statements = statementsOf(document)?.filter((statement) => statement['Effect'] === 'Allow');
  return statements && dataPlane.filter((service) => statements.some((statement) => allows(statement, service)));
}

function allows(statement: { readonly [key: string]: unknown }, service: string): boolean {
  const excluded = statement['NotAction'];
  if (excluded !== undefined) return !listOf(excluded).some((pattern) => coversAll(`${pattern}`, service));
  return listOf(statement['Action']).some((pattern) => matchesPattern(service, `${pattern}`.split(':')[0] ?? ''));
}

const coversAll = (pattern: string, service: string): boolean =>
  pattern === '*' || pattern.toLowerCase() === `${service}:*`;
