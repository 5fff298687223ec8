/** The API calls in the sample's records. */

/** One API call, as records show it. Each `#` in the parameters becomes 8 new hexadecimal digits in each record. */
export interface Call {
  readonly source: string;
  readonly name: string;
  readonly readOnly: boolean;
  readonly parameters: object | null;
}

const read = (service: string, name: string, parameters: object | null): Call => ({
  source: `${service}.amazonaws.com`,
  name,
  readOnly: true,
  parameters,
});
const write = (service: string, name: string, parameters: object): Call => ({
  ...read(service, name, parameters),
  readOnly: false,
});

export const reads: readonly Call[] = [
  read('s3', 'GetBucketPolicy', { bucketName: 'sample-#', Host: 'sample.s3.amazonaws.com', policy: '' }),
  read('ec2', 'DescribeInstances', { instancesSet: { items: [{ instanceId: 'i-0a1b2c3d#' }] }, filterSet: {} }),
  read('cloudwatch', 'DescribeAlarms', { alarmNamePrefix: 'queue-depth-#', maxRecords: 100 }),
  read('rds', 'DescribeDBInstances', { dBInstanceIdentifier: 'orders-#' }),
  read('sts', 'GetCallerIdentity', null),
  read('kms', 'DescribeKey', { keyId: 'alias/sample-#' }),
  read('logs', 'DescribeLogStreams', { logGroupName: '/aws/lambda/sample-#', orderBy: 'LastEventTime' }),
  read('dynamodb', 'DescribeTable', { tableName: 'orders-#' }),
];

export const writes: readonly Call[] = [
  write('lambda', 'UpdateFunctionCode20150331v2', { functionName: 'sample-#', publish: true, dryRun: false }),
  write('ecs', 'UpdateService', { cluster: 'main', service: 'web-#', desiredCount: 3, forceNewDeployment: true }),
  write('cloudformation', 'CreateChangeSet', { stackName: 'sample-#', changeSetType: 'UPDATE' }),
  write('ec2', 'CreateTags', { resourcesSet: { items: [{ resourceId: 'vol-0a1b2c3d#' }] }, tagSet: { items: [] } }),
  write('ssm', 'PutParameter', { name: '/sample/#', type: 'SecureString', overwrite: true }),
];

/** Usual calls of an account: more reads than writes. */
export const allCalls: readonly Call[] = [...reads, ...reads, ...writes];

/** Calls that services make for the account. */
export const assumeRole: Call = write('sts', 'AssumeRole', {
  roleArn: 'arn:aws:iam::111122223333:role/app-runtime',
  roleSessionName: 'i-0a1b2c3d#',
  durationSeconds: 3600,
});

export const getSessionToken: Call = read('sts', 'GetSessionToken', { durationSeconds: 43_200, serialNumber: 'mfa-#' });
export const getFederationToken: Call = read('sts', 'GetFederationToken', { name: 'partner', durationSeconds: 3600 });

export const browser = 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0';

/** User agents of programs. */
export const programs: readonly string[] = [
  'aws-cli/2.31.0 md/awscrt#0.28.1 ua/2.1 os/linux#6.12 md/arch#x86_64 lang/python#3.13.7 md/command#sample',
  'Boto3/1.40.21 md/Botocore#1.40.21 ua/2.1 os/linux#6.8 md/arch#aarch64 lang/python#3.12.3',
  'aws-sdk-js/3.1100.0 ua/2.1 os/linux#5.10 lang/js md/nodejs#24.4.1 api/lambda#3.1100.0',
  'APN/1.0 HashiCorp/1.0 Terraform/1.13.1 (+https://www.terraform.io) terraform-provider-aws/6.12.0',
];
