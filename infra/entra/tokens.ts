/** Tokens of Microsoft's identity platform, by plain requests. They stay in memory and are never shown. */

import { constants, createHash, createPrivateKey, randomUUID, X509Certificate } from 'node:crypto';
import { type Answer, type Failed, failed } from '../../domain/answer.ts';
import type { AccountId } from '../../domain/ids.ts';
import { textAt } from '../../domain/json.ts';
import type { Clock } from '../http/pace.ts';
import { signedClaims } from '../http/signed-claims.ts';
import { keepTokens, postForm, refusedToken, requestToken, type Token, type Tokens } from '../http/tokens.ts';
import type { Cloud } from './clouds.ts';

/** By what the application, or a person through it, proves who it is. */
export type Proof =
  | { readonly kind: 'secret'; readonly secret: string }
  /** PEM with the certificate and its private key. */
  | { readonly kind: 'certificate'; readonly pem: string }
  /** A person enters a code in a browser; `show` gets the text that says where. */
  | { readonly kind: 'device-code'; readonly show: (text: string) => void };

/** Who asks for tokens, of which tenant. */
export interface Application {
  readonly cloud: Cloud;
  readonly tenantId: AccountId;
  readonly clientId: string;
  readonly proof: Proof;
}

/** Tokens of an application, each for as long as it is good. */
export const tokensOf = (application: Application, clock: Clock): Tokens =>
  keepTokens((last) => nextToken(application, last?.refresh, clock), clock);

async function nextToken(application: Application, refresh: string | undefined, clock: Clock): Promise<Answer<Token>> {
  const { proof, cloud } = application;
  if (proof.kind === 'device-code') {
    if (refresh === undefined) return deviceToken(application, proof.show, clock);
    const form = { grant_type: 'refresh_token', refresh_token: refresh, scope: scopes(cloud) };
    return tokenFor(application, form, clock);
  }
  const scope = `${cloud.graph}/.default`;
  const own = proof.kind === 'secret' ? { client_secret: proof.secret } : assertionOf(proof.pem, application, clock);
  if (own === undefined) return failed({ kind: 'no-credentials', why: 'the certificate or its key cannot be read' });
  return tokenFor(application, { grant_type: 'client_credentials', scope, ...own }, clock);
}

const scopes = ({ graph }: Cloud) => `${graph}/User.Read.All ${graph}/AuditLog.Read.All offline_access`;

const endpoint = ({ cloud, tenantId }: Application, name: string) => `${cloud.login}/${tenantId}/oauth2/v2.0/${name}`;

function tokenFor(application: Application, form: Readonly<Record<string, string>>, clock: Clock) {
  return requestToken(endpoint(application, 'token'), { client_id: application.clientId, ...form }, clock);
}

/** Source: https://learn.microsoft.com/entra/identity-platform/certificate-credentials */
function assertionOf(pem: string, application: Application, { nowMs }: Clock) {
  try {
    const { raw } = new X509Certificate(pem);
    const now = Math.floor(nowMs() / 1000);
    const { clientId } = application;
    const head = { alg: 'PS256', typ: 'JWT', 'x5t#S256': createHash('sha256').update(raw).digest('base64url') };
    const claims = { aud: endpoint(application, 'token'), iss: clientId, sub: clientId, jti: randomUUID() };
    const saltLength = constants.RSA_PSS_SALTLEN_DIGEST;
    const key = { key: createPrivateKey(pem), padding: constants.RSA_PKCS1_PSS_PADDING, saltLength };
    const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
    const assertion = signedClaims(head, { ...claims, nbf: now, exp: now + 600 }, key);
    return { client_assertion_type: type, client_assertion: assertion };
  } catch {
    return undefined;
  }
}

/** Source: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code */
async function deviceToken(
  application: Application,
  show: (text: string) => void,
  clock: Clock,
): Promise<Answer<Token>> {
  const form = { client_id: application.clientId, scope: scopes(application.cloud) };
  const asked = await postForm(endpoint(application, 'devicecode'), form);
  if (asked.kind === 'failed') return asked;
  const { status, body } = asked.value;
  const [code, message] = [textAt(body, 'device_code'), textAt(body, 'message', 500)];
  if (status !== 200 || code === undefined || message === undefined) return refusedToken(status, body);
  show(message);
  const { expires_in: seconds, interval } = body;
  const endMs = clock.nowMs() + (typeof seconds === 'number' ? seconds : 900) * 1000;
  let waitMs = (typeof interval === 'number' ? interval : 5) * 1000;
  while (clock.nowMs() < endMs) {
    await clock.sleep(waitMs);
    const next = { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code: code };
    const answer = await tokenFor(application, next, clock);
    if (answer.kind === 'answered' || !isPending(answer)) return answer;
    if (answer.failure.why.endsWith('slow_down')) waitMs += 5000;
  }
  return failed({ kind: 'no-credentials', why: 'nobody entered the code in time' });
}

const isPending = ({ failure }: Failed) => /: (?:authorization_pending|slow_down)$/.test(failure.why);
