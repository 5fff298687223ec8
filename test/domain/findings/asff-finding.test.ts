import type { AwsSecurityFinding } from '@aws-sdk/client-securityhub';
import { describe, expect, it } from 'vitest';
import { asffFinding, asffLimits } from '../../../domain/findings/asff/asff-finding.ts';
import { goneFinding, userFinding } from '../../../domain/findings/user-finding.ts';
import { unprintable } from '../../../domain/plain-text.ts';
import { type Assessment, assess } from '../../../domain/verdict/assessment.ts';
import { daysAgo, facts, iamUser, instant, now, question, user } from '../builders.ts';
import { assessed } from '../verdict/assessed.ts';
import { context, hostileName } from './finding-context.ts';

/** The compiler holds it to the SDK's type. */
const asff = (assessment: Assessment, changes = {}): AwsSecurityFinding => {
  const asked = { ...context, ...changes };
  return asffFinding(userFinding(assessment, asked), asked);
};

const of = (changes: Parameters<typeof iamUser>[0]) => assess(facts({ user: iamUser(changes) }), question);

describe('a finding of Security Hub', () => {
  it('is this for an unused user', () => {
    const { Description, Compliance, Remediation, ...finding } = asff(of({}));
    const severity = { Label: 'MEDIUM', Original: 'idle, 200 days' };
    const types = [
      'Software and Configuration Checks/AWS Security Best Practices/Unused IAM user',
      'Software and Configuration Checks/Industry and Regulatory Standards/CIS AWS Foundations Benchmark',
    ];
    expect(finding).toEqual({
      SchemaVersion: '2018-10-08',
      Id: `lastseen/iam-user-unused/123456789012/${user()}`,
      ProductArn: 'arn:aws:securityhub:us-east-1:123456789012:product/123456789012/default',
      ProductName: 'Lastseen',
      CompanyName: 'Lastseen',
      GeneratorId: 'lastseen/iam-user-unused',
      AwsAccountId: '123456789012',
      Severity: severity,
      Types: types,
      FirstObservedAt: daysAgo(110),
      LastObservedAt: now,
      CreatedAt: daysAgo(110),
      UpdatedAt: now,
      Title: 'IAM user unused for 90 days or more',
      ProductFields: {
        'lastseen/state': 'idle',
        'lastseen/thresholdDays': '90',
        'lastseen/idleDays': '200',
        'lastseen/corroborated': 'false',
        'lastseen/usable': 'true',
        'lastseen/lastActivityAt': daysAgo(200),
        'lastseen/lastActivitySource': 'credential-report',
        'lastseen/version': '1.2.3',
      },
      Resources: [
        {
          Type: 'AwsIamUser',
          Id: 'arn:aws:iam::123456789012:user/alice',
          Partition: 'aws',
          Region: 'us-east-1',
          Details: { AwsIamUser: { UserName: 'alice', UserId: user(), Path: '/', CreateDate: daysAgo(400) } },
        },
      ],
      Workflow: { Status: 'NEW' },
      RecordState: 'ACTIVE',
      FindingProviderFields: { Severity: severity, Types: types },
    });
    expect(Description).toMatch(/^alice: last seen 200 days ago by the credential report/);
    expect(Remediation?.Recommendation?.Text).toContain('access keys');
    expect(Compliance?.Status).toBe('FAILED');
    expect(Compliance?.RelatedRequirements).toContain('CIS AWS Foundations Benchmark v7.0/2.11');
  });

  it.each([
    { who: assessed('silent', 'idle'), says: ['FAILED', 'ACTIVE', 'MEDIUM'] },
    { who: assessed('unborn', 'never-used'), says: ['FAILED', 'ACTIVE', 'MEDIUM'] },
    { who: of({ credentials: [], sshKeysListed: true }), says: ['FAILED', 'ACTIVE', 'LOW'] },
    { who: assessed('excused', 'idle', { exempt: true }), says: ['WARNING', 'ACTIVE', 'INFORMATIONAL'] },
    { who: assessed('unclear', 'unknown'), says: ['NOT_AVAILABLE', 'ACTIVE', 'INFORMATIONAL'] },
    { who: assessed('back', 'active'), says: ['PASSED', 'ARCHIVED', 'INFORMATIONAL'] },
    { who: assessed('young', 'new'), says: ['PASSED', 'ARCHIVED', 'INFORMATIONAL'] },
  ])('of a user who is $who.state is $says', ({ who, says }) => {
    const { Compliance, RecordState, Severity, FindingProviderFields } = asff(who);
    expect([Compliance?.Status, RecordState, Severity?.Label]).toEqual(says);
    expect(FindingProviderFields?.Severity).toEqual(Severity);
  });

  it('of a user who is gone closes the same finding', () => {
    const { id, firstObservedAt, user: alice } = userFinding(of({}), context);
    const gone = asffFinding(goneFinding(id, alice, firstObservedAt, context), context);
    expect(gone).toMatchObject({ Id: asff(of({})).Id, RecordState: 'ARCHIVED', Compliance: { Status: 'PASSED' } });
    expect(gone.ProductFields['lastseen/state']).toBe('gone');
  });

  it.each([
    ['aws-cn', 'cn-north-1'],
    ['aws-us-gov', 'us-gov-west-1'],
  ])('keeps to the partition %s', (partition, home) => {
    const there = of({ arn: `arn:${partition}:iam::123456789012:user/alice` });
    const { ProductArn, Resources } = asff(there);
    expect(ProductArn).toBe(`arn:${partition}:securityhub:${home}:123456789012:product/123456789012/default`);
    expect(Resources?.[0]).toMatchObject({ Partition: partition, Region: home });
    expect(asff(there, { region: 'cn-northwest-1' }).ProductArn).toContain(':securityhub:cn-northwest-1:');
  });

  it('is a new finding for a new user of an old name', () => {
    const nameOnly = (createdAt: string) => of({ userId: undefined, createdAt: instant(createdAt) });
    const first = asff(nameOnly('2024-01-01T00:00:00Z')).Id;
    expect(first).toBe('lastseen/iam-user-unused/123456789012/alice/2024-01-01T00:00:00Z');
    expect(asff(nameOnly('2025-01-01T00:00:00Z')).Id).not.toBe(first);
  });

  it('stays within every limit, and shows hostile text without obeying it', () => {
    const path = `/${'p'.repeat(510)}/`;
    const finding = asff(
      of({ userName: hostileName, path, arn: `arn:aws:iam::123456789012:user${path}${hostileName}` }),
    );
    const { Id, Title, Description, Resources, ProductFields } = finding;
    const [resource] = Resources ?? [];
    expect(Id?.length).toBeLessThanOrEqual(512);
    expect(Title?.length).toBeLessThanOrEqual(asffLimits.title);
    expect(Description?.length).toBeLessThanOrEqual(asffLimits.description);
    expect(resource?.Id).toBe(user());
    expect(resource?.Details?.AwsIamUser?.UserName?.length).toBe(asffLimits.userName);
    for (const value of Object.values(ProductFields ?? {})) expect(value.length).toBeLessThanOrEqual(2048);
    expect(JSON.stringify(finding)).not.toMatch(unprintable);
    expect(JSON.stringify(finding).length).toBeLessThan(240_000);
  });
});
