import { describe, expect, it } from 'vitest';
import { settingBounds } from '../../../domain/settings/bounds.ts';
import type { PackagedStack } from '../package-stack.ts';

export function parametersSuite({ template }: PackagedStack): void {
  describe('the settings', () => {
    const parameters = Object.entries(template.Parameters);

    it.each(parameters)('%s has a default within its bounds, and is explained', (_, parameter) => {
      const { Type, Default, Description = '', MinValue, MaxValue, AllowedPattern, AllowedValues } = parameter;
      expect(Description.length).toBeGreaterThan(40);
      if (AllowedValues !== undefined) expect(AllowedValues).toContain(Default);
      else if (Type === 'Number') {
        expect(Number(Default)).toBeGreaterThanOrEqual(MinValue as number);
        expect(Number(Default)).toBeLessThanOrEqual(MaxValue as number);
      } else expect(Default).toMatch(whole(AllowedPattern));
    });

    it('are these', () => {
      expect(parameters.map(([name]) => name)).toEqual([
        'ThresholdDays',
        'ResolutionMinutes',
        'ExemptTag',
        'ExistingTable',
        'Schedule',
        'NotificationEmail',
        'NotificationTopicArn',
        'AlarmCap',
        'UserAlarmsNotify',
        'ServiceLastAccessed',
        'LogRetentionDays',
        'Regions',
        'ReserveConcurrency',
        'IngestConcurrency',
        'TrailBucket',
        'TrailAccount',
        'TrailTopicArn',
        'TrailKeyArn',
        'TrailOfOrganization',
        'BackfillConcurrency',
        'SecurityHub',
        'ReportPage',
        'ReportVersionDays',
        'ReportKeyArn',
        'Remediation',
        'NoticeDays',
        'OwnerTags',
        'OwnerRules',
        'FallbackOwner',
        'NoticesARun',
        'QuarantinesARun',
        'GraceDays',
        'DeletesARun',
        'WeeklyPercent',
        'ProtectedPaths',
        'RequireApproval',
        'Approvers',
        'ActingDays',
        'ActingHours',
        'ActingTimeZone',
        'FreezeDays',
        'OnReturn',
        'OnReturnRules',
        'EvidenceKeyArn',
        'EvidenceBucket',
        'EvidenceLockDays',
        'PermissionsBoundaryArn',
        'RolePath',
        'OrganizationId',
        'MemberRoleName',
        'OrganizationSchedule',
        'OrganizationConcurrency',
        'MemberEvents',
        'EntraTenantId',
        'EntraClientId',
        'EntraSecretArn',
        'EntraSecretKeyArn',
        'EntraCloud',
        'EntraBeta',
        'GoogleCustomerId',
        'GoogleAdmin',
        'GoogleSecretArn',
        'GoogleSecretKeyArn',
      ]);
    });

    it.each([
      ['ThresholdDays', settingBounds.thresholdDays],
      ['ResolutionMinutes', settingBounds.resolutionMinutes],
      ['AlarmCap', settingBounds.alarmCap],
      ['NoticeDays', settingBounds.noticeDays],
      ['NoticesARun', settingBounds.noticesARun],
      ['QuarantinesARun', settingBounds.quarantinesARun],
      ['GraceDays', settingBounds.graceDays],
      ['DeletesARun', settingBounds.deletesARun],
      ['WeeklyPercent', settingBounds.weeklyPercent],
    ])('%s has the bounds and the default that the code holds it to', (name, bounds) => {
      const { MinValue, MaxValue, Default } = template.Parameters[name] ?? {};
      expect({ min: MinValue, max: MaxValue, default: Number(Default) }).toEqual(bounds);
    });

    it.each([
      ['ExistingTable', 'lastseen-prod', true],
      ['ExistingTable', 'arn:aws:dynamodb:eu-west-1:123456789012:table/lastseen', false],
      ['Schedule', 'cron(0 6 * * ? *)', true],
      ['Schedule', 'rate(1 day)', false],
      ['Schedule', 'cron(0 * * * ? *)', false],
      ['Schedule', 'cron(0 6 ? * MON *)', false],
      ['NotificationEmail', 'security@example.com', true],
      ['NotificationEmail', 'security', false],
      ['NotificationTopicArn', 'arn:aws-cn:sns:cn-north-1:123456789012:ours', true],
      ['NotificationTopicArn', 'ours', false],
      ['Regions', 'eu-west-1,us-gov-west-1', true],
      ['Regions', 'eu-west-1, us-east-1', false],
      ['Regions', 'all', false],
      ['ProtectedPaths', '/', true],
      ['ProtectedPaths', '/ops/*/', false],
      ['ProtectedPaths', 'ops', false],
      ['OwnerRules', '/ci/=platform@example.com,group:billing=finance', true],
      ['OwnerRules', 'billing=finance', false],
      ['OnReturnRules', '/people/=hold,tag:team=payments=restore-known', true],
      ['OnReturnRules', '/people/=deny', false],
      ['ActingHours', '0-24', true],
      ['ActingHours', '24-25', false],
      ['ActingDays', 'Tue,Thu', true],
      ['ActingDays', 'tuesday', false],
      ['TrailBucket', 'aws-cloudtrail-logs-123456789012-1a2b3c', true],
      ['TrailBucket', 's3://trail', false],
      ['TrailBucket', 'Trail', false],
      ['TrailAccount', '210987654321', true],
      ['TrailAccount', '21098765432', false],
      ['TrailTopicArn', 'arn:aws:sns:eu-west-1:123456789012:trail', true],
      ['TrailTopicArn', 'arn:aws:sqs:eu-west-1:123456789012:trail', false],
      ['TrailKeyArn', 'arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab', true],
      ['TrailKeyArn', 'arn:aws:kms:eu-west-1:123456789012:alias/trail', false],
      ['ReportKeyArn', 'arn:aws-cn:kms:cn-north-1:123456789012:key/mrk-1234abcd', true],
      ['ReportKeyArn', 'alias/lastseen', false],
      ['EvidenceKeyArn', 'create', true],
      ['EvidenceKeyArn', 'alias/evidence', false],
      ['EvidenceBucket', 's3://evidence', false],
      ['PermissionsBoundaryArn', 'arn:aws:iam::123456789012:policy/bounds/lastseen', true],
      ['PermissionsBoundaryArn', 'lastseen', false],
      ['RolePath', '/security/lastseen/', true],
      ['RolePath', 'security', false],
      ['RolePath', '/security', false],
      ['ExemptTag', 'team/lastseen exempt', true],
      ['ExemptTag', '', false],
      ['EntraTenantId', '61b97b01-53be-4f0f-a054-3988c23668dc', true],
      ['EntraTenantId', '61B97B01-53BE-4F0F-A054-3988C23668DC', false],
      ['EntraTenantId', 'example.onmicrosoft.com', false],
      ['EntraSecretArn', 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:lastseen/entra-AbCdEf', true],
      ['EntraSecretArn', 'arn:aws-cn:ssm:cn-north-1:123456789012:parameter/lastseen/entra', true],
      ['EntraSecretArn', 'abc~the-secret-itself', false],
      ['EntraSecretKeyArn', 'alias/secrets', false],
      ['GoogleCustomerId', 'C03az79cb', true],
      ['GoogleCustomerId', 'my_customer', false],
      ['GoogleAdmin', 'admin@example.com', true],
      ['GoogleAdmin', 'admin', false],
      ['GoogleSecretArn', '{"type": "service_account"}', false],
    ])('%s: %s is accepted: %s', (name, value, isAccepted) => {
      expect(whole(template.Parameters[name]?.AllowedPattern).test(value)).toBe(isAccepted);
    });
  });
}

/** CloudFormation matches a pattern against the whole value. */
const whole = (pattern = '') => new RegExp(`^(?:${pattern})$`);
