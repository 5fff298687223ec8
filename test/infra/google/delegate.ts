import { generateKeyPairSync } from 'node:crypto';
import { scopes } from '../../../domain/providers/google/refusals.ts';
import { readServiceAccountKey, type ServiceAccountKey } from '../../../infra/google/service-account.ts';
import type { GoogleServerOptions } from '../../fakes/google/google-server.ts';

/** A key made for the run of the tests. */
const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** The key file of a service account, as Google Cloud gives it. */
export const keyFile = JSON.stringify({
  type: 'service_account',
  project_id: 'lastseen',
  private_key_id: 'key-1',
  private_key: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }),
  client_email: 'lastseen@lastseen.iam.gserviceaccount.com',
  client_id: '100000000000000000001',
  token_uri: 'https://oauth2.googleapis.com/token',
});

export const admin = 'admin@example.com';

/** What a server needs to know of the service account; every scope is delegated. */
export const trusted: Pick<GoogleServerOptions, 'publicKey' | 'admin' | 'delegated'> = {
  publicKey: pair.publicKey,
  admin,
  delegated: Object.values(scopes),
};

export function serviceAccount(text = keyFile): ServiceAccountKey {
  const key = readServiceAccountKey(text);
  if (typeof key === 'string') throw new Error(`the key file ${key}`);
  return key;
}
