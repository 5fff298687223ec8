/** The function of the daily run over a customer of Google Workspace. */

import type { Context } from 'aws-lambda';
import { failed } from '../../../domain/answer.ts';
import type { Scope } from '../../../domain/providers/google/refusals.ts';
import { type GoogleSettings, parseGoogleSettings } from '../../../domain/settings/tenant-settings.ts';
import { readServiceAccountKey } from '../../../infra/google/service-account.ts';
import { googleHosts, tokensFor } from '../../../infra/google/tokens.ts';
import type { Clock } from '../../../infra/http/pace.ts';
import type { Tokens } from '../../../infra/http/tokens.ts';
import { readGoogle } from '../../tenants/read-google.ts';
import { settingsOf } from '../door.ts';
import { secretTokens } from './secret-tokens.ts';
import { type ReadByProvider, type TenantSummary, tenantDoor } from './tenant-door.ts';

let wired: ReturnType<typeof tenantDoor> | undefined;

/** The door; it takes the same events as that of Entra ID, and throws as that does. */
export async function handler(event: unknown, context: Context): Promise<TenantSummary> {
  wired ??= wire();
  return wired(event, context);
}

function wire() {
  const settings = settingsOf(parseGoogleSettings);
  return tenantDoor('google', settings, readerOf(settings));
}

function readerOf({ admin }: GoogleSettings): ReadByProvider {
  return (readSecret, clock, reading) => {
    const tokensOf = (scope: Scope) => secretTokens(readSecret, (secret) => tokensBy(secret, { admin, scope, clock }));
    return readGoogle({ root: googleHosts.api, tokensFor: tokensOf, clock }, reading);
  };
}

interface Asker {
  /** The address of the administrator in whose name the service account asks. */
  readonly admin: string;
  readonly scope: Scope;
  readonly clock: Clock;
}

/** Tokens by the key of a service account. What is wrong with a key is said without quoting it. */
function tokensBy(secret: string, { admin, scope, clock }: Asker): Tokens {
  const key = readServiceAccountKey(secret);
  if (typeof key === 'string') return async () => failed({ kind: 'no-credentials', why: `the secret ${key}` });
  return tokensFor({ hosts: googleHosts, key, admin }, scope, clock);
}
