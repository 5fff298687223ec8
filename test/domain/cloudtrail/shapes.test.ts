import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Reading, readRecord } from '../../../domain/cloudtrail/record.ts';
import { now } from '../builders.ts';

/** Odd but real record shapes; SOURCES.md beside them says where they come from. */
const file = new URL('../../../../shared/data/shapes/shapes.jsonl', import.meta.url);
const shapes = existsSync(file)
  ? readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { shape: string; event: unknown })
  : [];

/** The reading that the design gives to each shape: subject and credential, or the reason, or the field. */
const readings: [shape: string, reading: string][] = [
  ['IAMUser: console session flagged sessionCredentialFromConsole', 'user AIDATFQR7NSC5U6Q3TMDR, console'],
  ['IAMUser: session with MFA true', 'user AIDATFQR7NSC5U6Q3TMDR, session'],
  ['IAMUser: temporary key with CLI/SDK agent (GetSessionToken use)', 'user AIDATFQR7NSC5AU2ZV3IE, session'],
  ['IAMUser: the sts:GetSessionToken call itself', 'name TrailDiscover, unknown credential, AccessDenied'],
  ['IAMUser: the sts:GetFederationToken call itself', 'user AIDAN7SEM6PEVTNQR8M4, AKIA6V1GNZTT65XQH36M'],
  ['IAMUser: no userName', 'user AIDAI23HXS4EXAMPLE, unknown credential, AccessDenied'],
  ['IAMUser: userName with @ . + = , -', 'name fake@fakeemail.com, unknown credential'],
  ['Sign-in: GetSigninToken / federation console entry', 'ignored: assumed-role'],
  ['Sign-in: PasswordUpdated / EmailUpdated (AwsConsoleAction)', 'ignored: sign-in-event'],
  ['IAM lifecycle: CreateUser (response has userId)', 'user AIDATFQR7NSC5AU2ZV3IE, AKIATFQR7NSC8Q4X20BJ'],
  [
    'IAM lifecycle: CreateAccessKey / UpdateAccessKey / DeleteAccessKey',
    'user AIDATFQR7NSC5AU2ZV3IE, AKIATFQR7NSC8Q4X20BJ',
  ],
  ['AssumedRole: EC2 instance role with ec2RoleDelivery', 'ignored: assumed-role'],
  ['AssumedRole: AWSReservedSSO role', 'ignored: assumed-role'],
  ['AssumedRole: AWSReservedSSO role', 'ignored: assumed-role'],
  ['AssumedRole: invokedBy a service / service-linked role', 'ignored: assumed-role'],
  ['AssumedRole: no sessionContext', 'ignored: assumed-role'],
  ['AssumedRole: arn is an IAM user arn (trap)', 'ignored: assumed-role'],
  ['AssumedRole: role session name equals an IAM user name / e-mail', 'ignored: assumed-role'],
  ['FederatedUser: sessionIssuer IAMUser', 'user AIDAN7SEM6PEVTNQR8M4, federation'],
  ['FederatedUser: sessionIssuer Root or other', 'ignored: federated-user'],
  ['AWSAccount: caller of another account (principalId AIDA/AROA)', 'ignored: network-activity'],
  ['AWSAccount: caller of another account (principalId AIDA/AROA)', 'ignored: network-activity'],
  ['Unknown: with userName', 'ignored: unknown-identity'],
  [
    'userIdentity.type is not a known value (placeholder "...", "AwsService" spelling, ...)',
    'ignored: unknown-identity',
  ],
  ['userIdentity without type (accountId + invokedBy)', 'ignored: aws-service'],
  ['userIdentity null or absent', 'ignored: no-user-identity'],
  ['AwsServiceEvent', 'ignored: aws-service'],
  ['Data event: managementEvent false, other service', 'ignored: no-user-identity'],
  ['Insight event: Start', 'ignored: insight'],
  ['NetworkActivity event', 'ignored: network-activity'],
  ['NetworkActivity event', 'ignored: network-activity'],
  ['NetworkActivity event', 'ignored: network-activity'],
  ['Error: throttled', 'user AIDATFQR7NSC5AU2ZV3IE, AKIATFQR7NSC8Q4X20BJ, ThrottlingException'],
  ['Cross-account: recipientAccountId differs from userIdentity.accountId', 'ignored: assumed-role'],
  ['Cross-account: recipientAccountId differs from userIdentity.accountId', 'ignored: assumed-role'],
  ['no eventTime (passed through Logstash)', 'malformed: eventTime'],
  ['eventTime not ISO (redacted)', 'ignored: no-user-identity'],
  ['no eventID', 'ignored: no-user-identity'],
  ['userIdentity.accountId absent', 'malformed: userIdentity.accountId'],
  ['eventVersion 1.06', 'ignored: assumed-role'],
  ['eventVersion 1.07', 'ignored: assumed-role'],
  ['eventVersion 1.09', 'user AIDATFQR7NSC5AU2ZV3IE, AKIATFQR7NSC8Q4X20BJ'],
  ['eventVersion 1.10', 'user AIDALE4EP1EPEPX3SDR8, AKIAFBJ48BV9CGRBRKGM'],
  ['eventVersion 1.11', 'ignored: assumed-role'],
];

function inShort(reading: Reading): string {
  if (reading.kind === 'ignored') return `ignored: ${reading.reason}`;
  if (reading.kind === 'malformed') return `malformed: ${reading.field}`;
  const { subject, sighting } = reading;
  const who = subject.kind === 'user' ? subject.userId : subject.kind === 'name' ? subject.userName : '';
  const refused = sighting.errorCode === undefined ? '' : `, ${sighting.errorCode}`;
  return `${subject.kind} ${who}, ${sighting.credential ?? 'unknown credential'}${refused}`;
}

describe.skipIf(shapes.length === 0)('real shapes of records', () => {
  it('are all in the table', () => {
    expect(shapes.map(({ shape }) => shape)).toEqual(readings.map(([shape]) => shape));
  });

  it.each(readings.map(([shape, reading], index) => [index, shape, reading] as const))(
    '%i, %s: %s',
    (index, _, reading) => {
      expect(inShort(readRecord(shapes[index]?.event, now))).toBe(reading);
    },
  );

  it('of sightings have the time that the record has', () => {
    for (const { event } of shapes) {
      const reading = readRecord(event, now);
      if (reading.kind === 'sighting') expect(event).toMatchObject({ eventTime: reading.sighting.at });
    }
  });
});
