import { expect, it } from 'vitest';
import { missingParameters } from '../../../domain/settings/needed-parameters.ts';

it('a tenant needs its application and its secret beside it', () => {
  const tenant = new Map([['EntraTenantId', '61b97b01-53be-4f0f-a054-3988c23668dc']]);
  expect(missingParameters(tenant)).toEqual(['--param EntraTenantId: give EntraClientId and EntraSecretArn beside it']);
  const whole = new Map([...tenant, ['EntraClientId', 'app'], ['EntraSecretArn', 'arn']]);
  expect(missingParameters(whole.set('EntraClientId', ''))).toEqual([
    '--param EntraTenantId: give EntraClientId beside it',
  ]);
  expect(missingParameters(whole.set('EntraClientId', 'app'))).toEqual([]);
  expect(missingParameters(new Map([['EntraTenantId', '']]))).toEqual([]);
});

it('a customer needs its administrator and its secret', () => {
  expect(missingParameters(new Map([['GoogleCustomerId', 'C03az79cb']]))).toEqual([
    '--param GoogleCustomerId: give GoogleAdmin and GoogleSecretArn beside it',
  ]);
});
