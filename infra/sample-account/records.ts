import { instantOfEpochMs } from '../../domain/time.ts';
import type { Activity } from './cast.ts';
import type { Person } from './person.ts';
import type { Random } from './random.ts';

/** A record on its way into a log file. */
export type SampleRecord = { readonly [field: string]: unknown };

/** What every record of the sample needs to know of its moment. */
export interface Moment {
  readonly account: string;
  readonly region: string;
  readonly atMs: number;
  readonly random: Random;
}

const reads = [
  ['s3.amazonaws.com', 'ListBuckets'],
  ['ec2.amazonaws.com', 'DescribeInstances'],
  ['iam.amazonaws.com', 'GetUser'],
  ['cloudwatch.amazonaws.com', 'DescribeAlarms'],
  ['rds.amazonaws.com', 'DescribeDBInstances'],
  ['sts.amazonaws.com', 'GetCallerIdentity'],
] as const;
const writes = [
  ['lambda.amazonaws.com', 'UpdateFunctionCode20150331v2'],
  ['ecs.amazonaws.com', 'UpdateService'],
  ['cloudformation.amazonaws.com', 'CreateChangeSet'],
  ['ec2.amazonaws.com', 'CreateTags'],
  ['ssm.amazonaws.com', 'PutParameter'],
] as const;
const agents = [
  'aws-cli/2.31.0 md/awscrt#0.28.1 ua/2.1 os/linux#6.12 md/arch#x86_64 lang/python#3.13.7',
  'Boto3/1.40.21 md/Botocore#1.40.21 ua/2.1 os/linux#6.8 md/arch#aarch64 lang/python#3.12.3',
  'aws-sdk-js/3.1100.0 ua/2.1 os/linux#5.10 lang/js md/nodejs#24.4.1 api/lambda#3.1100.0',
  'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0',
  'APN/1.0 HashiCorp/1.0 Terraform/1.13.1 (+https://www.terraform.io) terraform-provider-aws/6.12.0',
] as const;
const errors = [
  ['AccessDenied', 'User is not authorized to perform this action'],
  ['ThrottlingException', 'Rate exceeded'],
] as const;

/** The fields that any record has, with a call chosen by chance; `more` comes last and may replace any. */
export function recordOf({ account, region, atMs, random }: Moment, more: SampleRecord): SampleRecord {
  const readOnly = random.chance(0.7);
  const [eventSource, eventName] = readOnly ? random.pick(reads) : random.pick(writes);
  return {
    eventVersion: random.pick(['1.09', '1.10', '1.11']),
    userIdentity: null,
    eventTime: instantOfEpochMs(atMs),
    eventSource,
    eventName,
    awsRegion: region,
    sourceIPAddress: '203.0.113.7',
    userAgent: random.pick(agents),
    requestParameters: { maxResults: 50 + random.below(50), filter: { state: ['available'], name: random.uuid() } },
    responseElements: null,
    requestID: random.uuid(),
    eventID: random.uuid(),
    readOnly,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: 'Management',
    tlsDetails: {
      tlsVersion: 'TLSv1.3',
      cipherSuite: 'TLS_AES_128_GCM_SHA256',
      clientProvidedHostHeader: `${eventSource.split('.')[0]}.${region}.amazonaws.com`,
    },
    ...more,
  };
}

/** A call of a user through what its activity says. */
export function callOf(moment: Moment, person: Person, { via, calls }: Pick<Activity, 'via' | 'calls'>): SampleRecord {
  const refused = calls === 'refused' ? moment.random.pick(errors) : undefined;
  const read = calls === 'read' ? moment.random.pick(reads) : undefined;
  return recordOf(moment, {
    sourceIPAddress: person.address,
    ...identityFields(moment, person, via),
    ...(read !== undefined && { eventSource: read[0], eventName: read[1], readOnly: true }),
    ...(refused !== undefined && { errorCode: refused[0], errorMessage: refused[1] }),
  });
}

function identityFields(moment: Moment, person: Person, via: Activity['via']): SampleRecord {
  const identity = identityOf(moment, person);
  const sessionContext = sessionContextOf(moment);
  switch (via) {
    case 'key':
      return { userIdentity: { ...identity, accessKeyId: person.keyIds[0] } };
    case 'console':
      return {
        userIdentity: { ...identity, accessKeyId: person.sessionKeyId, sessionContext },
        sessionCredentialFromConsole: 'true',
        userAgent: agents[3],
      };
    case 'session':
      return { userIdentity: { ...identity, accessKeyId: person.sessionKeyId, sessionContext } };
    case 'federation':
      return { userIdentity: federatedOf(moment, person) };
    default:
      return via satisfies never;
  }
}

export function identityOf({ account }: Moment, { userId, arn, userName }: Person): SampleRecord {
  return { type: 'IAMUser', principalId: userId, arn, accountId: account, userName };
}

function sessionContextOf({ atMs }: Moment): SampleRecord {
  const creationDate = instantOfEpochMs(atMs - 600_000);
  return { sessionIssuer: {}, webIdFederationData: {}, attributes: { creationDate, mfaAuthenticated: 'true' } };
}

function federatedOf(moment: Moment, person: Person): SampleRecord {
  const { account } = moment;
  return {
    type: 'FederatedUser',
    principalId: `${account}:partner`,
    arn: `arn:aws:sts::${account}:federated-user/partner`,
    accountId: account,
    accessKeyId: person.sessionKeyId,
    sessionContext: { ...sessionContextOf(moment), sessionIssuer: identityOf(moment, person) },
  };
}

/** A console sign-in, by its outcome. */
export function signInOf(moment: Moment, person: Person, outcome: 'Success' | 'Failure'): SampleRecord {
  return recordOf(moment, {
    userIdentity: identityOf(moment, person),
    eventSource: 'signin.amazonaws.com',
    eventName: 'ConsoleLogin',
    eventType: 'AwsConsoleSignIn',
    readOnly: false,
    sourceIPAddress: person.address,
    userAgent: agents[3],
    requestParameters: null,
    responseElements: { ConsoleLogin: outcome },
    additionalEventData: {
      LoginTo: 'https://console.aws.amazon.com/console/home',
      MobileVersion: 'No',
      MFAUsed: 'Yes',
    },
    ...(outcome === 'Failure' && { errorMessage: 'Failed authentication' }),
  });
}

const roleNames = ['app-runtime', 'build-agent', 'config-recorder', 'data-pipeline', 'read-replica'];

/** The bulk of every real account: roles and services at work. */
export function bulkOf(moment: Moment): SampleRecord {
  const { account, random } = moment;
  if (random.chance(0.15)) {
    const invokedBy = random.pick(['ec2.amazonaws.com', 'cloudtrail.amazonaws.com', 'config.amazonaws.com']);
    const service = {
      userIdentity: { type: 'AWSService', invokedBy },
      sourceIPAddress: invokedBy,
      userAgent: invokedBy,
    };
    return recordOf(moment, { ...service, eventName: 'AssumeRole', eventSource: 'sts.amazonaws.com' });
  }
  return recordOf(moment, { userIdentity: roleOf(account, random.pick(roleNames), `i-${random.below(9) + 100_000}`) });
}

export function roleOf(account: string, role: string, session: string): SampleRecord {
  const principalId = `AROA${role.toUpperCase().replaceAll('-', '')}EXAMPLE`;
  return {
    type: 'AssumedRole',
    principalId: `${principalId}:${session}`,
    arn: `arn:aws:sts::${account}:assumed-role/${role}/${session}`,
    accountId: account,
    accessKeyId: 'ASIAROLEEXAMPLE23456',
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId,
        arn: `arn:aws:iam::${account}:role/${role}`,
        accountId: account,
        userName: role,
      },
      attributes: { creationDate: '2026-01-01T00:00:00Z', mfaAuthenticated: 'false' },
    },
  };
}
