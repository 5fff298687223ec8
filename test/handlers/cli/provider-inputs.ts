import { tenant } from '../../domain/providers/entra/builders.ts';
import { write } from '../../e2e/inputs.ts';
import type { BadInput } from './bad-inputs.ts';

const admin = ['--google-admin', 'admin@example.com'];

/** Mistakes of who asks another provider live. */
export function providerInputs(dir: string): readonly BadInput[] {
  const key = write(dir, 'key.json', '{"type":"authorized_user"}');
  const entra = ['scan', '--entra', '--entra-tenant', tenant()];
  return [
    { what: 'Google without an administrator', args: ['scan', '--google'], says: /^--google: .* --google-admin$/ },
    {
      what: 'Google with a name for an address',
      args: ['scan', '--google', '--google-admin', 'admin'],
      says: /^--google: .* --google-admin$/,
    },
    { what: 'Google without a key', args: ['scan', '--google', ...admin], says: /^--google: give the key file/ },
    {
      what: 'a key of a person',
      args: ['scan', '--google', ...admin, '--google-key', key],
      says: /^--google-key .*key\.json: is no key of a service account.*; make one in Google Cloud/,
    },
    {
      what: 'a key that is not there',
      args: ['scan', '--google', ...admin, '--google-key', `${key}.none`],
      says: /^--google-key .*key\.json\.none: does not exist/,
    },
    {
      what: 'a customer that is none',
      args: ['scan', '--google', ...admin, '--google-customer', 'example.com'],
      says: /^--google-customer example\.com: give the id/,
    },
    {
      what: 'a key without asking',
      args: ['scan', '--google-key', key],
      says: /^--google-key and --google-admin need --google/,
    },
    {
      what: 'Google and files of it',
      args: ['scan', '--google', '--google-users', key],
      says: /^--google asks Google itself/,
    },
    {
      what: 'the doctor of Google without a key',
      args: ['doctor', '--google', ...admin],
      says: /^--google: give the key/,
    },
    { what: 'Entra ID without an application', args: entra, says: /^--entra: give --entra-client ID/ },
    {
      what: 'a cloud that is none',
      args: [...entra, '--entra-client', 'client', '--entra-cloud', 'mars'],
      says: /^--entra-cloud mars: give one of global, us, dod, china$/,
    },
    { what: 'the beta version without asking', args: ['scan', '--entra-beta'], says: /--entra-beta need --entra/ },
  ];
}
