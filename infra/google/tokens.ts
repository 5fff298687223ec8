import { type Scope, scopes } from '../../domain/providers/google/refusals.ts';
import type { Clock } from '../http/pace.ts';
import { signedClaims } from '../http/signed-claims.ts';
import { keepTokens, requestToken, type Tokens } from '../http/tokens.ts';
import type { ServiceAccountKey } from './service-account.ts';

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
