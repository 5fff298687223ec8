import type { Clock } from '../http/pace.ts';
import { signedClaims } from '../http/signed-claims.ts';
import { keepTokens, requestToken, type Tokens } from '../http/tokens.ts';
import type { ServiceAccountKey } from './service-account.ts';

/**
 * What is asked of a customer, each by a scope of its own: then one that is not delegated costs nothing else.
 * Source: https://developers.google.com/identity/protocols/oauth2/scopes
 */
export const scopes = {
  users: 'https://www.googleapis.com/auth/admin.directory.user.readonly',
  usage: 'https://www.googleapis.com/auth/admin.reports.usage.readonly',
  activities: 'https://www.googleapis.com/auth/admin.reports.audit.readonly',
} as const;

export type Scope = keyof typeof scopes;

/** Where Google answers; a test has its own. */
export interface GoogleHosts {
  /** Of the APIs, without a path. */
  readonly api: string;
  /** Where tokens are given. */
  readonly token: string;
}

export const googleHosts: GoogleHosts = {
  api: 'https://admin.googleapis.com',
  token: 'https://oauth2.googleapis.com/token',
};

/** A service account that asks in the name of an administrator. */
export interface Delegate {
  readonly hosts: GoogleHosts;
  readonly key: ServiceAccountKey;
  /** The address of the administrator. */
  readonly admin: string;
}

/** A claim may be good for an hour at most. */
const claimSeconds = 3600;

/**
 * Tokens for one scope, each for as long as it is good.
 * Source: https://developers.google.com/identity/protocols/oauth2/service-account
 */
export function tokensFor({ hosts, key, admin }: Delegate, scope: Scope, clock: Clock): Tokens {
  return keepTokens(() => {
    const iat = Math.floor(clock.nowMs() / 1000);
    const head = { alg: 'RS256', typ: 'JWT', kid: key.keyId };
    const who = { iss: key.email, sub: admin, scope: scopes[scope], aud: hosts.token };
    const assertion = signedClaims(head, { ...who, iat, exp: iat + claimSeconds }, key.privateKey);
    const form = { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion };
    return requestToken(hosts.token, form, clock);
  }, clock);
}
