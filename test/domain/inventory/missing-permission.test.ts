import { describe, expect, it } from 'vitest';
import { unusable } from '../../../domain/answer.ts';
import { permissionWords, statementWords } from '../../../domain/inventory/missing-permission.ts';

describe('a source that was denied', () => {
  it.each([
    ['credential-report', ['iam:GenerateCredentialReport', 'iam:GetCredentialReport']],
    ['authorization-details', ['iam:GetAccountAuthorizationDetails']],
    ['list-users', ['iam:ListUsers']],
    ['service-specific-credentials', ['iam:ListServiceSpecificCredentials']],
    ['event-history', ['cloudtrail:LookupEvents']],
    ['enabled-regions', ['account:ListRegions']],
    ['table', ['dynamodb:Query', 'dynamodb:GetItem']],
  ] as const)('%s: the statement to add allows %j', (source, actions) => {
    const statement = `{"Effect":"Allow","Action":${JSON.stringify(actions)},"Resource":"*"}`;
    expect(permissionWords(source, { kind: 'denied', why: 'AccessDenied' })).toBe(`; the policy lacks ${statement}`);
  });

  it('and only such a one lacks a permission', () => {
    expect(permissionWords('list-users', unusable('ServiceFailure'))).toBe('');
    expect(permissionWords('list-users', { kind: 'throttled', why: 'Throttling' })).toBe('');
  });
});

it('a statement may allow a single action', () => {
  expect(statementWords('sts:GetCallerIdentity')).toBe(
    '{"Effect":"Allow","Action":"sts:GetCallerIdentity","Resource":"*"}',
  );
});
