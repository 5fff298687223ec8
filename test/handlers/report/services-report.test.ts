import { expect, it } from 'vitest';
import { servicesFrom } from '../../../domain/services/services-accessed.ts';
import { assess } from '../../../domain/verdict/assessment.ts';
import { userReport } from '../../../handlers/report/user-report.ts';
import { daysAgo, facts, iamUser, now, password, region } from '../../domain/builders.ts';

const run = { asOf: now, thresholdDays: 90, coverage: { kind: 'none' as const } };
const reportOn = (services: Parameters<typeof facts>[0]) =>
  userReport(
    assess(facts({ user: iamUser({ credentials: [password()] }), ...services }), { now, thresholdDays: 90 }),
    run,
  );

it('the services of a user are its attempts, latest first, then the allowed services that nobody used', () => {
  const attempts = [
    { service: 'ec2', at: daysAgo(200), region: undefined },
    { service: 's3', at: daysAgo(120), region: region() },
  ];
  const report = reportOn({ services: servicesFrom(daysAgo(1), attempts, new Set(['s3', 'sqs', 'kms'])) });
  expect(report.services).toEqual([
    { service: 's3', lastAttemptAt: daysAgo(120), region: region(), allowed: true },
    { service: 'ec2', lastAttemptAt: daysAgo(200), region: null, allowed: false },
    { service: 'kms', lastAttemptAt: null, region: null, allowed: true },
    { service: 'sqs', lastAttemptAt: null, region: null, allowed: true },
  ]);
  expect(report.servicesAsked).toEqual({
    askedAt: daysAgo(1),
    words: '2 of 3 allowed services never used in 400 days; IAM was asked 1 day ago',
    neverUsed: ['kms', 'sqs'],
  });
});

it('where IAM was not asked, that is said, and nothing counts as never used', () => {
  expect(reportOn({})).toMatchObject({ services: [], servicesAsked: null });
});
