import { describe, expect, it } from 'vitest';
import { neededActions } from '../../../domain/doctor/permission-checks.ts';
import type { PackagedStack } from '../package-stack.ts';
import { account, resolveIntrinsics } from '../resolve-intrinsics.ts';
import { asList, at, ofType, type Template } from '../template.ts';

interface Statement {
  readonly holder: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly effect: unknown;
  readonly condition: unknown;
}

/** Of a role that may write the whole table. */
const neverApproves =
  'not dynamodb:PutItem dynamodb:UpdateItem dynamodb:DeleteItem dynamodb:BatchWriteItem on <LastSeenTable.Arn>';

/** What each role may do, to the letter: whoever widens a role says so here. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  IngestRole: [
    'dynamodb:GetItem dynamodb:PutItem dynamodb:UpdateItem on <LastSeenTable.Arn>',
    neverApproves,
    'dynamodb:Query on <LastSeenTable.Arn>',
    'dynamodb:Query on <LastSeenTable.Arn>/index/ByState',
    'sns:Publish on <Topic>',
    'events:PutEvents on arn:aws:events:eu-west-1:123456789012:event-bus/default',
    'sqs:ReceiveMessage sqs:DeleteMessage sqs:GetQueueAttributes sqs:SendMessage on <RetryQueue.Arn>',
    'sqs:SendMessage on <IngestDeadLetterQueue.Arn>',
    'logs:CreateLogStream logs:PutLogEvents on <IngestLogGroup.Arn>',
    'kms:GenerateDataKey kms:Decrypt on <TopicKey.Arn>',
  ],
  IngestArchiveRole: [
    's3:GetObject on arn:aws:s3:::trail/*',
    's3:ListBucket on arn:aws:s3:::trail',
    'dynamodb:GetItem dynamodb:PutItem dynamodb:UpdateItem on <LastSeenTable.Arn>',
    neverApproves,
    'dynamodb:Query dynamodb:DeleteItem on <LastSeenTable.Arn>',
    'cloudtrail:ListPublicKeys on *',
    'events:PutEvents on arn:aws:events:eu-west-1:123456789012:event-bus/default',
    'sqs:ReceiveMessage sqs:DeleteMessage sqs:GetQueueAttributes on <ArchiveQueue.Arn>',
    'logs:CreateLogStream logs:PutLogEvents on <IngestArchiveLogGroup.Arn>',
    'kms:Decrypt on arn:aws:kms:eu-west-1:123456789012:key/trail',
  ],
  ArchiveBackfillRole: [
    's3:ListBucket on arn:aws:s3:::trail',
    'lambda:InvokeFunction on <IngestArchiveLambdaFunction.Arn>',
    'states:StartExecution on arn:aws:states:eu-west-1:123456789012:stateMachine:lastseen-prod-archive-backfill',
    'states:DescribeExecution states:StopExecution on arn:aws:states:eu-west-1:123456789012:execution:lastseen-prod-archive-backfill:* arn:aws:states:eu-west-1:123456789012:execution:lastseen-prod-archive-backfill/files:*',
    'states:DescribeMapRun on arn:aws:states:eu-west-1:123456789012:mapRun:lastseen-prod-archive-backfill/files:*',
    'dynamodb:GetItem on <LastSeenTable.Arn>',
    'logs:CreateLogDelivery logs:GetLogDelivery logs:UpdateLogDelivery logs:DeleteLogDelivery logs:ListLogDeliveries logs:PutResourcePolicy logs:DescribeResourcePolicies logs:DescribeLogGroups on *',
    's3:PutObject s3:GetObject s3:ListMultipartUploadParts s3:AbortMultipartUpload on <ArchiveBackfillResults.Arn>/results/*',
  ],
  ReconcileRole: [
    'iam:GenerateCredentialReport iam:GetCredentialReport iam:GetAccountAuthorizationDetails iam:ListServiceSpecificCredentials iam:GetServiceLastAccessedDetails on *',
    'iam:ListUsers iam:ListSSHPublicKeys iam:ListAccessKeys iam:GetUser iam:GenerateServiceLastAccessedDetails on arn:aws:iam::123456789012:user/*',
    'cloudtrail:DescribeTrails on *',
    'cloudtrail:GetTrailStatus cloudtrail:GetEventSelectors on arn:aws:cloudtrail:*:*:trail/*',
    'account:ListRegions on *',
    'dynamodb:Query dynamodb:GetItem dynamodb:PutItem dynamodb:UpdateItem dynamodb:DeleteItem on <LastSeenTable.Arn>',
    neverApproves,
    'cloudwatch:PutMetricData on *',
    'cloudwatch:PutMetricAlarm cloudwatch:DeleteAlarms on arn:aws:cloudwatch:eu-west-1:123456789012:alarm:lastseen/lastseen-prod/123456789012/*',
    'cloudwatch:DeleteAlarms on arn:aws:cloudwatch:eu-west-1:123456789012:alarm:lastseen/123456789012/*',
    'cloudwatch:DescribeAlarms on arn:aws:cloudwatch:eu-west-1:123456789012:alarm:*',
    'sns:Publish on <Topic>',
    'events:PutEvents on arn:aws:events:eu-west-1:123456789012:event-bus/default',
    'sqs:SendMessage on <ReconcileDeadLetterQueue.Arn>',
    'logs:CreateLogStream logs:PutLogEvents on <ReconcileLogGroup.Arn>',
    'kms:GenerateDataKey kms:Decrypt on <TopicKey.Arn>',
  ],
  BackfillRole: [
    'cloudtrail:LookupEvents account:ListRegions on *',
    'dynamodb:Query dynamodb:GetItem dynamodb:PutItem dynamodb:UpdateItem on <LastSeenTable.Arn>',
    neverApproves,
    'logs:CreateLogStream logs:PutLogEvents on <BackfillLogGroup.Arn>',
  ],
  SecurityHubRole: [
    'securityhub:BatchImportFindings on arn:aws:securityhub:eu-west-1:123456789012:product/123456789012/default',
    'dynamodb:Query dynamodb:GetItem on <LastSeenTable.Arn>',
    'dynamodb:PutItem dynamodb:DeleteItem on <LastSeenTable.Arn>',
    'logs:CreateLogStream logs:PutLogEvents on <SecurityHubLogGroup.Arn>',
  ],
  SecurityHubScheduleRole: ['lambda:InvokeFunction on <SecurityHubLambdaFunction.Arn>'],
  PageRole: [
    'dynamodb:Query dynamodb:GetItem on <LastSeenTable.Arn>',
    'dynamodb:Query on <LastSeenTable.Arn>/index/ByState',
    'dynamodb:PutItem on <LastSeenTable.Arn>',
    's3:PutObject on <ReportBucket.Arn>/lastseen/123456789012/report.html',
    'logs:CreateLogStream logs:PutLogEvents on <PageLogGroup.Arn>',
    'kms:GenerateDataKey on arn:aws:kms:eu-west-1:123456789012:key/page',
  ],
  PageScheduleRole: ['lambda:InvokeFunction on <PageLambdaFunction.Arn>'],
  LifecycleRole: [
    'iam:GenerateCredentialReport iam:GetCredentialReport iam:GetAccountAuthorizationDetails iam:ListServiceSpecificCredentials on *',
    'iam:ListUsers iam:GetUser iam:ListAccessKeys iam:GetAccessKeyLastUsed iam:GetLoginProfile iam:ListAttachedUserPolicies iam:ListUserPolicies iam:GetUserPolicy iam:ListGroupsForUser iam:ListSSHPublicKeys iam:ListSigningCertificates iam:ListMFADevices on arn:aws:iam::123456789012:user/*',
    'account:ListRegions on *',
    'dynamodb:Query dynamodb:GetItem on <LastSeenTable.Arn>',
    'dynamodb:Query on <LastSeenTable.Arn>/index/ByState',
    'dynamodb:PutItem on <LastSeenTable.Arn>',
    's3:GetObject on arn:aws:s3:::evidence/lastseen/acts/123456789012/*',
    's3:ListBucket on arn:aws:s3:::evidence',
    'kms:GetPublicKey on arn:aws:kms:eu-west-1:123456789012:key/evidence',
    'cloudwatch:PutMetricData on *',
    'sns:Publish on <Topic>',
    'events:PutEvents on arn:aws:events:eu-west-1:123456789012:event-bus/default',
    'lambda:InvokeFunction on <QuarantineLambdaFunction.Arn>',
    'lambda:InvokeFunction on <RemoveLambdaFunction.Arn>',
    'logs:CreateLogStream logs:PutLogEvents on <LifecycleLogGroup.Arn>',
    'kms:GenerateDataKey kms:Decrypt on <TopicKey.Arn>',
  ],
  QuarantineRole: [
    'iam:TagUser iam:UntagUser on arn:aws:iam::123456789012:user/*',
    'iam:AttachUserPolicy on arn:aws:iam::123456789012:user/*',
    'iam:DetachUserPolicy on arn:aws:iam::123456789012:user/*',
    'iam:GetUser iam:ListAccessKeys iam:GetAccessKeyLastUsed iam:GetLoginProfile iam:ListAttachedUserPolicies iam:ListUserPolicies iam:GetUserPolicy iam:ListGroupsForUser iam:ListServiceSpecificCredentials iam:ListSSHPublicKeys iam:ListSigningCertificates iam:ListMFADevices iam:ListUsers on *',
    'not iam:TagUser iam:AttachUserPolicy on *',
    'not iam:TagUser iam:AttachUserPolicy on arn:aws:iam::*:user/break-glass/*',
    'dynamodb:Query dynamodb:GetItem dynamodb:PutItem dynamodb:DeleteItem on <LastSeenTable.Arn>',
    'dynamodb:GetItem on <LastSeenTable.Arn>',
    'dynamodb:Query on <LastSeenTable.Arn>',
    'dynamodb:Query dynamodb:GetItem dynamodb:PutItem on <LastSeenTable.Arn>',
    's3:PutObject s3:GetObject on arn:aws:s3:::evidence/lastseen/acts/123456789012/*',
    's3:ListBucket on arn:aws:s3:::evidence',
    'kms:Sign on arn:aws:kms:eu-west-1:123456789012:key/evidence',
    'sns:Publish on <Topic>',
    'events:PutEvents on arn:aws:events:eu-west-1:123456789012:event-bus/default',
    'logs:CreateLogStream logs:PutLogEvents on <QuarantineLogGroup.Arn>',
    'kms:GenerateDataKey kms:Decrypt on <TopicKey.Arn>',
  ],
  RemoveRole: [
    'iam:DeleteLoginProfile iam:DeleteAccessKey iam:DeleteServiceSpecificCredential iam:DeleteSSHPublicKey iam:DeleteSigningCertificate iam:DeactivateMFADevice iam:DeleteUserPolicy iam:DetachUserPolicy iam:DeleteUser on arn:aws:iam::123456789012:user/*',
    'iam:RemoveUserFromGroup on arn:aws:iam::123456789012:group/*',
    'iam:DeleteVirtualMFADevice on arn:aws:iam::123456789012:mfa/*',
    'iam:GetUser iam:ListAccessKeys iam:GetAccessKeyLastUsed iam:GetLoginProfile iam:ListAttachedUserPolicies iam:ListUserPolicies iam:GetUserPolicy iam:ListGroupsForUser iam:ListServiceSpecificCredentials iam:ListSSHPublicKeys iam:ListSigningCertificates iam:ListMFADevices iam:ListUsers on *',
    'iam:GetSSHPublicKey iam:GetPolicy iam:GetPolicyVersion on arn:aws:iam::123456789012:user/* arn:aws:iam::123456789012:policy/* arn:aws:iam::aws:policy/*',
    'not iam:DeleteLoginProfile iam:DeleteAccessKey iam:DeleteServiceSpecificCredential iam:DeleteSSHPublicKey iam:DeleteSigningCertificate iam:DeactivateMFADevice iam:DeleteUserPolicy iam:DetachUserPolicy iam:DeleteUser on *',
    'not iam:DeleteLoginProfile iam:DeleteAccessKey iam:DeleteServiceSpecificCredential iam:DeleteSSHPublicKey iam:DeleteSigningCertificate iam:DeactivateMFADevice iam:DeleteUserPolicy iam:DetachUserPolicy iam:DeleteUser on arn:aws:iam::*:user/break-glass/*',
    'dynamodb:Query dynamodb:GetItem dynamodb:PutItem dynamodb:DeleteItem on <LastSeenTable.Arn>',
    'dynamodb:GetItem on <LastSeenTable.Arn>',
    'dynamodb:Query on <LastSeenTable.Arn>',
    'dynamodb:Query dynamodb:GetItem dynamodb:PutItem on <LastSeenTable.Arn>',
    's3:PutObject s3:GetObject on arn:aws:s3:::evidence/lastseen/acts/123456789012/*',
    's3:ListBucket on arn:aws:s3:::evidence',
    'kms:Sign on arn:aws:kms:eu-west-1:123456789012:key/evidence',
    'sns:Publish on <Topic>',
    'events:PutEvents on arn:aws:events:eu-west-1:123456789012:event-bus/default',
    'logs:CreateLogStream logs:PutLogEvents on <RemoveLogGroup.Arn>',
    'kms:GenerateDataKey kms:Decrypt on <TopicKey.Arn>',
  ],
  ApproveRole: [
    'dynamodb:PutItem on <LastSeenTable.Arn>',
    'logs:CreateLogStream logs:PutLogEvents on <ApproveLogGroup.Arn>',
  ],
  LifecycleScheduleRole: ['lambda:InvokeFunction on <LifecycleLambdaFunction.Arn>'],
  WidgetRole: [
    'dynamodb:GetItem on <LastSeenTable.Arn>',
    'dynamodb:Query on <LastSeenTable.Arn>/index/ByState',
    'logs:CreateLogStream logs:PutLogEvents on <WidgetLogGroup.Arn>',
  ],
  OrganizationScheduleRole: [
    'lambda:InvokeFunction on <OrganizationPlanLambdaFunction.Arn>',
    'sqs:SendMessage on <OrganizationDeadLetterQueue.Arn>',
  ],
  OrganizationPlanRole: [
    'organizations:ListAccounts organizations:ListRoots organizations:ListAccountsForParent organizations:ListOrganizationalUnitsForParent on *',
    'cloudtrail:DescribeTrails on *',
    'cloudtrail:GetTrailStatus cloudtrail:GetEventSelectors on arn:aws:cloudtrail:*:*:trail/*',
    'account:ListRegions on *',
    'dynamodb:Query dynamodb:PutItem on <LastSeenTable.Arn>',
    'sqs:SendMessage on <OrganizationQueue.Arn>',
    'sqs:SendMessage on <OrganizationDeadLetterQueue.Arn>',
    'logs:CreateLogStream logs:PutLogEvents on <OrganizationPlanLogGroup.Arn>',
  ],
  OrganizationWorkRole: [
    'sts:AssumeRole on arn:aws:iam::*:role/lastseen-member',
    'dynamodb:Query dynamodb:GetItem dynamodb:PutItem dynamodb:UpdateItem dynamodb:DeleteItem on <LastSeenTable.Arn>',
    'cloudwatch:PutMetricData on *',
    'sns:Publish on <Topic>',
    'events:PutEvents on arn:aws:events:eu-west-1:123456789012:event-bus/default',
    'sqs:ReceiveMessage sqs:DeleteMessage sqs:GetQueueAttributes sqs:SendMessage on <OrganizationQueue.Arn>',
    'logs:CreateLogStream logs:PutLogEvents on <OrganizationWorkLogGroup.Arn>',
    'kms:GenerateDataKey kms:Decrypt on <TopicKey.Arn>',
  ],
  EntraRole: [
    'secretsmanager:GetSecretValue on arn:aws:secretsmanager:eu-west-1:123456789012:secret:entra-AbCdEf',
    'dynamodb:Query dynamodb:GetItem dynamodb:PutItem dynamodb:UpdateItem dynamodb:DeleteItem on <LastSeenTable.Arn>',
    'cloudwatch:PutMetricData on *',
    'sns:Publish on <Topic>',
    'events:PutEvents on arn:aws:events:eu-west-1:123456789012:event-bus/default',
    'logs:CreateLogStream logs:PutLogEvents on <EntraLogGroup.Arn>',
    'kms:Decrypt on arn:aws:kms:eu-west-1:123456789012:key/entra',
    'kms:GenerateDataKey kms:Decrypt on <TopicKey.Arn>',
  ],
  EntraScheduleRole: ['lambda:InvokeFunction on <EntraLambdaFunction.Arn>'],
  GoogleRole: [
    'secretsmanager:GetSecretValue on arn:aws:secretsmanager:eu-west-1:123456789012:secret:google-AbCdEf',
    'dynamodb:Query dynamodb:GetItem dynamodb:PutItem dynamodb:UpdateItem dynamodb:DeleteItem on <LastSeenTable.Arn>',
    'cloudwatch:PutMetricData on *',
    'sns:Publish on <Topic>',
    'events:PutEvents on arn:aws:events:eu-west-1:123456789012:event-bus/default',
    'logs:CreateLogStream logs:PutLogEvents on <GoogleLogGroup.Arn>',
    'kms:Decrypt on arn:aws:kms:eu-west-1:123456789012:key/google',
    'kms:GenerateDataKey kms:Decrypt on <TopicKey.Arn>',
  ],
  GoogleScheduleRole: ['lambda:InvokeFunction on <GoogleLambdaFunction.Arn>'],
  ScheduleRole: [
    'lambda:InvokeFunction on <ReconcileLambdaFunction.Arn>',
    'sqs:SendMessage on <ReconcileDeadLetterQueue.Arn>',
  ],
};

/** With a trail's bucket and keys, or half of the roles could not be read. */
const given = {
  ReportKeyArn: 'arn:aws:kms:eu-west-1:123456789012:key/page',
  Remediation: 'delete',
  EvidenceKeyArn: 'arn:aws:kms:eu-west-1:123456789012:key/evidence',
  EvidenceBucket: 'evidence',
  OrganizationId: 'o-a1b2c3d4e5',
  EntraTenantId: '61b97b01-53be-4f0f-a054-3988c23668dc',
  EntraSecretArn: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:entra-AbCdEf',
  EntraSecretKeyArn: 'arn:aws:kms:eu-west-1:123456789012:key/entra',
  GoogleCustomerId: 'C03az79cb',
  GoogleSecretArn: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:google-AbCdEf',
  GoogleSecretKeyArn: 'arn:aws:kms:eu-west-1:123456789012:key/google',
  TrailBucket: 'trail',
  TrailKeyArn: 'arn:aws:kms:eu-west-1:123456789012:key/trail',
  TrailTopicArn: 'arn:aws:sns:eu-west-1:123456789012:trail',
};

/** Actions that AWS lets nobody narrow to a resource, or whose resource is the policy's own holder. */
const onAnyResource: Readonly<Record<string, string>> = {
  'iam:GenerateCredentialReport': 'has no resource',
  'iam:GetCredentialReport': 'has no resource',
  'iam:GetAccountAuthorizationDetails': 'has no resource',
  'iam:ListServiceSpecificCredentials': 'asked for all users at once',
  'iam:GetServiceLastAccessedDetails': 'asked by the id of a job',
  'cloudtrail:DescribeTrails': 'has no resource',
  'cloudtrail:ListPublicKeys': 'has no resource',
  'cloudtrail:LookupEvents': 'has no resource',
  'account:ListRegions': 'knows the account alone',
  'organizations:ListAccounts': 'has no resource',
  'organizations:ListRoots': 'has no resource',
  'organizations:ListAccountsForParent': 'has no resource',
  'organizations:ListOrganizationalUnitsForParent': 'has no resource',
  'logs:CreateLogDelivery': 'has no resource',
  'logs:GetLogDelivery': 'has no resource',
  'logs:UpdateLogDelivery': 'has no resource',
  'logs:DeleteLogDelivery': 'has no resource',
  'logs:ListLogDeliveries': 'has no resource',
  'logs:PutResourcePolicy': 'has no resource',
  'logs:DescribeResourcePolicies': 'has no resource',
  'logs:DescribeLogGroups': 'has no resource',
  'cloudwatch:PutMetricData': 'metrics are no resources; bound to the namespace by a condition',
};

export function permissionsSuite({ template }: PackagedStack): void {
  const inRoles = ofType(template, 'AWS::IAM::Role').flatMap(({ id, properties }) =>
    asList(resolveIntrinsics(template, properties['Policies'], given)).flatMap((policy) =>
      statementsOf(id, at(policy, 'PolicyDocument')),
    ),
  );

  describe('the permissions', () => {
    it.each(Object.entries(allowed))('%s may do this and no more', (role, expected) => {
      const granted = inRoles.filter(({ holder }) => holder === role);
      const words = granted.map(({ effect, actions, resources }) =>
        [...(effect === 'Allow' ? [] : ['not']), ...actions, 'on', ...resources].join(' '),
      );
      expect(words).toEqual(expected);
    });

    it.each(Object.entries(neededActions))('%s may do all that the doctor holds it to', (role, needed) => {
      const granted = inRoles.filter(({ holder }) => holder === role).flatMap(({ actions }) => actions);
      expect(granted).toEqual(expect.arrayContaining([...needed]));
    });

    it('belong to these roles, which carry no policy of others', () => {
      const roles = ofType(template, 'AWS::IAM::Role');
      expect(roles.map(({ id }) => id).sort()).toEqual(Object.keys(allowed).sort());
      for (const { properties } of roles) expect(properties).not.toHaveProperty('ManagedPolicyArns');
      expect(ofType(template, 'AWS::IAM::Policy')).toEqual([]);
      expect(ofType(template, 'AWS::IAM::ManagedPolicy')).toEqual([]);
    });

    it('name no action by a wildcard, in whatever policy', () => {
      const all = [...inRoles, ...resourcePolicies(template)].filter(({ effect }) => effect === 'Allow');
      expect(all.flatMap(({ actions }) => actions).filter((action) => action.includes('*'))).toEqual([]);
    });

    it('reach every resource only where AWS knows no other way', () => {
      const allowedAnywhere = inRoles.filter(({ resources, effect }) => resources.includes('*') && effect === 'Allow');
      // The last look before an act reads alone, and is as the design has it.
      const lastLooks = allowedAnywhere.filter(({ holder }) => ['QuarantineRole', 'RemoveRole'].includes(holder));
      expect(lastLooks).toHaveLength(2);
      const looking = lastLooks.flatMap(({ actions }) => actions);
      expect(looking.filter((action) => !/^iam:(Get|List)/.test(action))).toEqual([]);
      const everywhere = allowedAnywhere.filter((each) => !lastLooks.includes(each));
      expect([...new Set(everywhere.flatMap(({ actions }) => actions))].sort()).toEqual(
        Object.keys(onAnyResource).sort(),
      );
    });

    it('are bound by conditions where the resource cannot bind them', () => {
      const conditionOf = (action: string) => inRoles.find(({ actions }) => actions.includes(action))?.condition;
      expect(conditionOf('cloudwatch:PutMetricData')).toEqual({ StringEquals: { 'cloudwatch:namespace': 'Lastseen' } });
      expect(conditionOf('events:PutEvents')).toEqual({
        'ForAllValues:StringEquals': { 'events:source': ['lastseen'] },
      });
      const writes = inRoles.filter(
        ({ holder, actions }) => holder === 'SecurityHubRole' && actions.includes('dynamodb:PutItem'),
      );
      expect(writes.map(({ condition }) => condition)).toEqual([
        { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['findings#123456789012'] } },
      ]);
      const ofBucket = inRoles.filter(
        ({ holder, effect, actions }) =>
          (holder === 'IngestArchiveRole' && effect === 'Allow' && actions.includes('dynamodb:DeleteItem')) ||
          (holder === 'ArchiveBackfillRole' && actions.includes('dynamodb:GetItem')),
      );
      expect(ofBucket.map(({ condition }) => condition)).toEqual(
        Array(2).fill({ 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['archive#trail'] } }),
      );
      const decrypts = inRoles.filter(({ actions }) => actions.includes('kms:Decrypt'));
      expect(decrypts.map(({ holder, condition }) => [holder, condition])).toEqual([
        ['IngestRole', { StringEquals: { 'kms:ViaService': 'sns.eu-west-1.amazonaws.com' } }],
        ['IngestArchiveRole', { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } }],
        ['ReconcileRole', { StringEquals: { 'kms:ViaService': 'sns.eu-west-1.amazonaws.com' } }],
        ['LifecycleRole', { StringEquals: { 'kms:ViaService': 'sns.eu-west-1.amazonaws.com' } }],
        ['QuarantineRole', { StringEquals: { 'kms:ViaService': 'sns.eu-west-1.amazonaws.com' } }],
        ['RemoveRole', { StringEquals: { 'kms:ViaService': 'sns.eu-west-1.amazonaws.com' } }],
        ['OrganizationWorkRole', { StringEquals: { 'kms:ViaService': 'sns.eu-west-1.amazonaws.com' } }],
        ['EntraRole', { StringEquals: { 'kms:ViaService': 'secretsmanager.eu-west-1.amazonaws.com' } }],
        ['EntraRole', { StringEquals: { 'kms:ViaService': 'sns.eu-west-1.amazonaws.com' } }],
        ['GoogleRole', { StringEquals: { 'kms:ViaService': 'secretsmanager.eu-west-1.amazonaws.com' } }],
        ['GoogleRole', { StringEquals: { 'kms:ViaService': 'sns.eu-west-1.amazonaws.com' } }],
      ]);
    });

    it('of the widget reach the run of its own account, and the users whose state it shows', () => {
      const keys = inRoles
        .filter(({ holder }) => holder === 'WidgetRole')
        .map(({ condition }) => at(condition, 'ForAllValues:StringEquals'));
      expect(keys).toEqual([
        { 'dynamodb:LeadingKeys': [account] },
        { 'dynamodb:LeadingKeys': ['idle', 'never-used', 'unknown'].map((state) => `${account}#${state}`) },
        undefined,
      ]);
    });

    it('of the page reach its own account with its reviews, and the memory of its own run', () => {
      const ofPage = inRoles.filter(({ holder }) => holder === 'PageRole').map(({ condition }) => condition);
      const own = `page#${account}`;
      expect(ofPage).toEqual([
        { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [account, 'accounts', own] } },
        { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [`${account}#campaign`] } },
        { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [own] } },
        undefined,
        undefined,
        { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } },
      ]);
      const plain = JSON.stringify(resolveIntrinsics(template, template.Resources['PageRole']));
      expect(plain).not.toContain('kms:');
    });

    it('of the quarantine are those of the design, word for word', () => {
      const ofQuarantine = inRoles.filter(({ holder }) => holder === 'QuarantineRole');
      const marked = { 'iam:ResourceTag/lastseen:quarantine': 'false' };
      const denyAll = { ArnEquals: { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/AWSDenyAll' }, Null: marked };
      expect(ofQuarantine.slice(0, 6).map(({ condition }) => condition)).toEqual([
        {
          'ForAllValues:StringEquals': { 'aws:TagKeys': ['lastseen:quarantine'] },
          Null: { 'aws:TagKeys': 'false' },
        },
        denyAll,
        denyAll,
        undefined,
        { Null: { 'iam:ResourceTag/lastseen:protect': 'false' } },
        undefined,
      ]);
      const keys = ofQuarantine.map(({ condition }) => at(condition, 'ForAllValues:StringEquals.dynamodb:LeadingKeys'));
      expect(keys.filter((each) => each !== undefined)).toEqual([
        [account],
        ['accounts', `plan#${account}`],
        [`approvals#${account}`],
        [`acts#${account}`],
      ]);
    });

    it('of the deletion reach marked users alone, and never a protected one', () => {
      const ofRemoval = inRoles.filter(({ holder }) => holder === 'RemoveRole');
      const marked = { Null: { 'iam:ResourceTag/lastseen:quarantine': 'false' } };
      const protectedUsers = { Null: { 'iam:ResourceTag/lastseen:protect': 'false' } };
      expect(ofRemoval.slice(0, 7).map(({ condition }) => condition)).toEqual([
        marked,
        undefined,
        undefined,
        undefined,
        undefined,
        protectedUsers,
        undefined,
      ]);
      const keys = ofRemoval.map(({ condition }) => at(condition, 'ForAllValues:StringEquals.dynamodb:LeadingKeys'));
      expect(keys.filter((each) => each !== undefined)).toEqual([
        [account],
        ['accounts', `plan#${account}`],
        [`approvals#${account}`],
        [`acts#${account}`],
      ]);
    });

    it.each([
      ['aws', ['/break-glass/'], ['arn:aws:iam::*:user/break-glass/*']],
      ['aws-cn', ['/a/', '/b/c/'], ['arn:aws-cn:iam::*:user/a/*', 'arn:aws-cn:iam::*:user/b/c/*']],
      ['aws-us-gov', ['/'], ['arn:aws-us-gov:iam::*:user/*']],
    ])('of the quarantine never reach a protected path of %s', (partition, paths, expected) => {
      const parameters = { 'AWS::Partition': partition, ProtectedPaths: paths.join(',') };
      const policies = at(
        resolveIntrinsics(template, template.Resources['QuarantineRole'], parameters),
        'Properties.Policies',
      );
      const statements = asList(policies).flatMap((policy) => statementsOf('', at(policy, 'PolicyDocument')));
      expect(statements[5]).toMatchObject({ effect: 'Deny', resources: expected });
    });

    it('of the plan reach its own account, the memory of its own plan and letters, and change nobody', () => {
      const ofPlan = inRoles.filter(({ holder }) => holder === 'LifecycleRole');
      const own = `plan#${account}`;
      const onTable = ofPlan.filter(({ actions }) => actions.some((action) => action.startsWith('dynamodb:')));
      expect(onTable.map(({ condition }) => condition)).toEqual([
        { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [account, 'accounts', own, `approvals#${account}`] } },
        { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [`${account}#campaign`] } },
        { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [own] } },
      ]);
      const onBus = ofPlan.filter(({ actions }) => actions.includes('events:PutEvents'));
      const event = { 'events:source': ['lastseen'], 'events:detail-type': ['Lastseen: Review Asked'] };
      expect(onBus.map(({ condition }) => condition)).toEqual([{ 'ForAllValues:StringEquals': event }]);
      const onIam = ofPlan.flatMap(({ actions }) => actions).filter((action) => action.startsWith('iam:'));
      expect(onIam.filter((action) => !/^iam:(Get|List|Generate)/.test(action))).toEqual([]);
    });

    it.each([
      ['approvals', 'ApproveRole', { Null: { 'dynamodb:LeadingKeys': 'false' } }],
      ['plan', 'LifecycleRole', {}],
    ])('let no role write into the partition %s# but %s', (word, owner, further) => {
      const writes = /^dynamodb:(?:Put|Update|Delete|BatchWrite|PartiQL|Transact)/;
      const isWrite = ({ actions }: Statement) => actions.some((action) => writes.test(action));
      const mayWrite = inRoles
        .filter((each) => each.effect === 'Allow' && isWrite(each))
        .filter((each) => {
          const keys = asList(at(each.condition, 'ForAllValues:StringEquals.dynamodb:LeadingKeys'));
          const isBound = keys.length > 0 && keys.every((key) => !`${key}`.startsWith(`${word}#`));
          const isDenied = inRoles.some(({ holder, effect, actions, condition }) => {
            const denied = at(condition, 'ForAnyValue:StringLike.dynamodb:LeadingKeys');
            const isAll = each.actions
              .filter((action) => writes.test(action))
              .every((action) => actions.includes(action));
            return holder === each.holder && effect === 'Deny' && isAll && asList(denied).includes(`${word}#*`);
          });
          return !isBound && !isDenied;
        });
      const own = { 'dynamodb:LeadingKeys': [`${word}#${account}`] };
      expect(mayWrite.map(({ holder, actions, condition }) => ({ holder, actions, condition }))).toEqual([
        { holder: owner, actions: ['dynamodb:PutItem'], condition: { 'ForAllValues:StringEquals': own, ...further } },
      ]);
      expect(inRoles.filter(isWrite).length).toBeGreaterThan(10);
    });

    it('of reconcile do not reach the key of a topic that is not ours', () => {
      const ours = { NotificationTopicArn: 'arn:aws:sns:eu-west-1:123456789012:ours' };
      const policies = JSON.stringify(resolveIntrinsics(template, template.Resources['ReconcileRole'], ours));
      expect(policies).not.toContain('kms:');
      expect(policies).toContain(ours.NotificationTopicArn);
    });

    it('let a service in only for our own rules and alarms', () => {
      const services = resourcePolicies(template).filter(({ principal }) => at(principal, 'Service') !== undefined);
      expect(services.map(({ holder }) => holder)).toEqual([
        'RuleDeadLetterPolicy',
        'ArchiveQueuePolicy',
        'ArchiveQueuePolicy',
        'ArchiveQueuePolicy',
        'ArchiveDeadLetterPolicy',
        'TopicPolicy',
        'TopicKey',
      ]);
      for (const { holder, condition } of services) {
        const sources = at(condition, 'ArnEquals.aws:SourceArn') ?? at(condition, 'ArnLike.aws:SourceArn');
        expect(sources, holder).toBeDefined();
        expect(asList(sources), holder).not.toContain('*');
      }
    });

    it('are bounded, and under a path, where the account asks for it', () => {
      const bounds = { PermissionsBoundaryArn: `arn:aws:iam::123456789012:policy/bounds`, RolePath: '/security/' };
      for (const { id, properties } of ofType(template, 'AWS::IAM::Role')) {
        const plain = resolveIntrinsics(template, properties);
        expect(at(plain, 'Path'), id).toBe('/');
        expect(plain, id).not.toHaveProperty('PermissionsBoundary');
        const bounded = { Path: bounds.RolePath, PermissionsBoundary: bounds.PermissionsBoundaryArn };
        expect(resolveIntrinsics(template, properties, bounds), id).toMatchObject(bounded);
      }
    });

    it("fit the backfill's own executions and those of its batches, and no other machine", () => {
      const [statement] = asList(
        at(
          resolveIntrinsics(template, template.Resources['ArchiveBackfillRole']),
          'Properties.AssumeRolePolicyDocument.Statement',
        ),
      );
      const machine = 'arn:aws:states:eu-west-1:123456789012:stateMachine:lastseen-prod-archive-backfill';
      expect(at(statement, 'Condition')).toEqual({
        StringEquals: { 'aws:SourceAccount': '123456789012' },
        ArnLike: { 'aws:SourceArn': [machine, `${machine}/files*`] },
      });
    });

    it('let only the service that needs it take up a role', () => {
      const trust = (id: string) =>
        at(
          asList(
            at(resolveIntrinsics(template, template.Resources[id]), 'Properties.AssumeRolePolicyDocument.Statement'),
          )[0],
          'Principal.Service',
        );
      expect(Object.keys(allowed).map((role) => [role, trust(role)])).toEqual([
        ['IngestRole', 'lambda.amazonaws.com'],
        ['IngestArchiveRole', 'lambda.amazonaws.com'],
        ['ArchiveBackfillRole', 'states.amazonaws.com'],
        ['ReconcileRole', 'lambda.amazonaws.com'],
        ['BackfillRole', 'lambda.amazonaws.com'],
        ['SecurityHubRole', 'lambda.amazonaws.com'],
        ['SecurityHubScheduleRole', 'scheduler.amazonaws.com'],
        ['PageRole', 'lambda.amazonaws.com'],
        ['PageScheduleRole', 'scheduler.amazonaws.com'],
        ['LifecycleRole', 'lambda.amazonaws.com'],
        ['QuarantineRole', 'lambda.amazonaws.com'],
        ['RemoveRole', 'lambda.amazonaws.com'],
        ['ApproveRole', 'lambda.amazonaws.com'],
        ['LifecycleScheduleRole', 'scheduler.amazonaws.com'],
        ['WidgetRole', 'lambda.amazonaws.com'],
        ['OrganizationScheduleRole', 'scheduler.amazonaws.com'],
        ['OrganizationPlanRole', 'lambda.amazonaws.com'],
        ['OrganizationWorkRole', 'lambda.amazonaws.com'],
        ['EntraRole', 'lambda.amazonaws.com'],
        ['EntraScheduleRole', 'scheduler.amazonaws.com'],
        ['GoogleRole', 'lambda.amazonaws.com'],
        ['GoogleScheduleRole', 'scheduler.amazonaws.com'],
        ['ScheduleRole', 'scheduler.amazonaws.com'],
      ]);
    });
  });
}

function statementsOf(holder: string, document: unknown) {
  return asList(at(document, 'Statement')).map((statement): Statement & { readonly principal: unknown } => ({
    holder,
    actions: asList(at(statement, 'Action')) as string[],
    resources: asList(at(statement, 'Resource')) as string[],
    effect: at(statement, 'Effect'),
    condition: at(statement, 'Condition'),
    principal: at(statement, 'Principal'),
  }));
}

/** The policies that stand on a resource: of queues, topics, keys and buckets. */
function resourcePolicies(template: Template) {
  return Object.entries(template.Resources).flatMap(([id, { Type, Properties }]) => {
    if (Type === 'AWS::IAM::Role') return [];
    const document = Properties['PolicyDocument'] ?? Properties['KeyPolicy'];
    return document === undefined ? [] : statementsOf(id, resolveIntrinsics(template, document, given));
  });
}
