import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Answer, answered } from '../../../domain/answer.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { readServices } from '../../../domain/services/read-services.ts';
import { mergeServices, type ServiceAttempt, unusedOf } from '../../../domain/services/services-accessed.ts';
import { silentWords, unansweredServices } from '../../../domain/services/services-words.ts';
import { account, daysAgo, now } from '../builders.ts';
import { accessed, answers, serviceEntry, servicesPage } from './services-builders.ts';

const subject = { accountId: account(), userName: 'alice' };
const read = (...pages: unknown[]) => readServices(pages, subject);
const whyNot = (answer: Answer<unknown> | undefined) =>
  answer?.kind === 'failed' ? answer.failure.why : `read as ${JSON.stringify(answer)}`;

describe('the answer of a job is read wholly or not at all', () => {
  it('services with their latest attempt, and those without one', () => {
    const page = servicesPage([serviceEntry('sqs'), serviceEntry('ec2', 300), serviceEntry('s3', 12)]);
    expect(read(page)).toEqual(answered(accessed({ s3: 12, ec2: 300 }, ['sqs'])));
  });

  it('all pages of one job', () => {
    const more = { IsTruncated: true, Marker: 'm' };
    const pages = [servicesPage([serviceEntry('s3', 12)], more), servicesPage([serviceEntry('ec2')])];
    expect(read(...pages)).toEqual(answered(accessed({ s3: 12 }, ['ec2'])));
  });

  it.each<[string, JsonObject, string]>([
    ['a job that failed', { JobStatus: 'FAILED', Error: { Code: 'TOO_BIG' } }, 'the job failed: TOO_BIG'],
    ['a job that still runs', { JobStatus: 'IN_PROGRESS' }, 'the job had not ended'],
    ['a status that is not known', { JobStatus: 'PAUSED' }, 'JobStatus is not known'],
    ['a last page that is not the last', { IsTruncated: true, Marker: 'm' }, 'more pages follow'],
    ['a list that the command line tool cut', { NextToken: 't' }, 'more pages follow'],
    ['a page without its list', { ServicesLastAccessed: undefined }, 'a page has no ServicesLastAccessed'],
    ['a job without a time', { JobCreationDate: 'yesterday' }, 'the job has no time'],
  ])('%s is not used', (_, changes, why) => {
    expect(whyNot(read(servicesPage([serviceEntry('s3', 12)], changes)))).toBe(why);
  });

  it.each<[string, JsonObject, string]>([
    ['a service without a name', { ServiceNamespace: '' }, 'ServiceNamespace is not the name of a service'],
    ['a name that is none', { ServiceNamespace: '<b>' }, 'ServiceNamespace is not the name of a service'],
    ['a time that is none', { LastAuthenticated: 'recently' }, 'LastAuthenticated is not a time'],
    ['a time after the answer', { LastAuthenticated: daysAgo(-1) }, 'LastAuthenticated is later than the answer'],
    ['an attempt without a time', { LastAuthenticated: null }, 'it has no time'],
    ['a Region that is none', { LastAuthenticatedRegion: 7 }, 'LastAuthenticatedRegion is not a Region'],
    [
      'another user',
      { LastAuthenticatedEntity: 'arn:aws:iam::123456789012:user/bob' },
      'LastAuthenticatedEntity is not this user',
    ],
  ])('with %s nothing of the answer is used', (_, changes, why) => {
    const page = servicesPage([serviceEntry('ec2', 1), serviceEntry('s3', 12, changes)]);
    expect(whyNot(read(page))).toBe(`ServicesLastAccessed[1]: ${why}`);
  });

  it('pages of two jobs are not joined', () => {
    expect(whyNot(read(servicesPage([]), servicesPage([], { JobCreationDate: daysAgo(3) })))).toBe(
      'the pages are of two jobs',
    );
  });

  it('a file of something else is no answer', () => {
    for (const page of [undefined, [], { Users: [] }]) expect(read(page)).toBeUndefined();
    expect(read()).toBeUndefined();
  });
});

const timeOf = ({ service, at }: ServiceAttempt) => `${service} ${at}`;

describe('answers about one user join', () => {
  it('in any order and any number to the same', () => {
    fc.assert(
      fc.property(answers, answers, answers, (a, b, c) => {
        expect(mergeServices(a, b)).toEqual(mergeServices(b, a));
        expect(mergeServices(a, a)).toEqual(a);
        const joined = mergeServices(mergeServices(a, b), c);
        expect(mergeServices(a, mergeServices(b, c)).attempts.map(timeOf)).toEqual(joined.attempts.map(timeOf));
        expect(joined.askedAt).toBe(
          [a, b, c]
            .map(({ askedAt }) => askedAt)
            .sort()
            .at(-1),
        );
      }),
    );
  });

  it('an attempt stays known after its service left the policies', () => {
    const before = accessed({ s3: 12, sqs: 450 }, [], daysAgo(2));
    const joined = mergeServices(before, accessed({}, ['logs', 'sqs']));
    expect(joined.attempts).toMatchObject([
      { service: 's3', at: daysAgo(12), withdrawn: true },
      { service: 'sqs', at: daysAgo(450) },
    ]);
    expect(unusedOf(joined)).toEqual(['logs', 'sqs']);
  });
});

describe('in words', () => {
  it('how many services nobody used', () => {
    expect(silentWords(accessed({ s3: 12 }, ['ec2', 'sqs']), now)).toBe(
      '2 of 3 allowed services never used in 400 days; IAM was asked less than a day ago',
    );
    expect(silentWords(accessed({}), now)).toMatch(/^its policies allow no service;/);
  });

  it('one line for each cause, with what the policy lacks', () => {
    const of = (userName: string, kind: 'denied' | 'throttled', why: string) => ({ userName, failure: { kind, why } });
    const lines = unansweredServices([
      of('alice', 'throttled', 'Throttling'),
      of('bob', 'denied', 'AccessDenied'),
      of('carol', 'throttled', 'Throttling'),
    ]);
    expect(lines[0]).toBe('the services last accessed by alice and 1 more are not known (Throttling)');
    expect(lines[1]).toMatch(
      /^the services last accessed by bob are not known \(AccessDenied\); the policy lacks .*iam:GetUser/,
    );
  });
});
