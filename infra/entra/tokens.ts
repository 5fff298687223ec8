/** Tokens of Microsoft's identity platform, by plain requests. They stay in memory and are never shown. */

import { constants, createHash, createPrivateKey, randomUUID, sign, X509Certificate } from 'node:crypto';
import { type Answer, answered, type Failed, failed, mapAnswer, unusable } from '../../domain/answer.ts';
import type { AccountId } from '../../domain/ids.ts';
import { type JsonObject, textAt } from '../../domain/json.ts';
import type { Cloud } from './clouds.ts';
import { errorCodeOf, type Response, sendJson } from './http.ts';
import type { Clock } from './pace.ts';

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

/** A token, and when it ends; `renew` asks for the next one without a person where that is possible. */
interface Token {
  readonly text: string;
  readonly endsMs: number;
  readonly refresh: string | undefined;
}

/** Gives a token that is still good; `isRefused`: the last one was not taken. */
export type Tokens = (isRefused?: boolean) => Promise<Answer<string>>;

/** A token is renewed this long before it ends. */
const earlyMs = 120_000;

/** Tokens of an application, each for as long as it is good. */
export function tokensOf(application: Application, clock: Clock): Tokens {
  let known: Token | undefined;
  return async (isRefused = false) => {
    if (!isRefused && known !== undefined && clock.nowMs() < known.endsMs - earlyMs) return answered(known.text);
    const given = await nextToken(application, known?.refresh, clock);
    if (given.kind === 'answered') known = given.value;
    return mapAnswer(given, ({ text }) => text);
  };
}

async function nextToken(application: Application, refresh: string | undefined, clock: Clock): Promise<Answer<Token>> {
  const { proof, clientId, cloud } = application;
  if (proof.kind === 'device-code') {
    if (refresh === undefined) return deviceToken(application, proof.show, clock);
    const form = { grant_type: 'refresh_token', refresh_token: refresh, scope: scopes(cloud) };
    return tokenFor(application, form, clock);
  }
  const scope = `${cloud.graph}/.default`;
  const own = proof.kind === 'secret' ? { client_secret: proof.secret } : assertionOf(proof.pem, application, clock);
  if (own === undefined) return failed({ kind: 'no-credentials', why: 'the certificate or its key cannot be read' });
  return tokenFor(application, { client_id: clientId, grant_type: 'client_credentials', scope, ...own }, clock);
}

const scopes = ({ graph }: Cloud) => `${graph}/User.Read.All ${graph}/AuditLog.Read.All offline_access`;

const endpoint = ({ cloud, tenantId }: Application, name: string) => `${cloud.login}/${tenantId}/oauth2/v2.0/${name}`;

function post(
  application: Application,
  name: string,
  form: Readonly<Record<string, string>>,
): Promise<Answer<Response>> {
  const body = new URLSearchParams({ client_id: application.clientId, ...form });
  return sendJson(endpoint(application, name), { method: 'POST', body });
}

async function tokenFor(application: Application, form: Readonly<Record<string, string>>, clock: Clock) {
  const sentMs = clock.nowMs();
  const answer = await post(application, 'token', form);
  return answer.kind === 'failed' ? answer : tokenIn(answer.value, sentMs);
}

function tokenIn({ status, body }: Response, sentMs: number): Answer<Token> {
  if (status !== 200) return refusedToken(status, body);
  const text = textAt(body, 'access_token');
  const seconds = body['expires_in'];
  if (text === undefined || typeof seconds !== 'number') return failed(unusable('the token cannot be read'));
  return answered({ text, endsMs: sentMs + seconds * 1000, refresh: textAt(body, 'refresh_token') });
}

function refusedToken(status: number, body: JsonObject): Failed {
  const why = `no token: ${errorCodeOf(body)}`;
  return failed({ kind: status >= 500 || status === 429 ? 'throttled' : 'no-credentials', why });
}

/** Source: https://learn.microsoft.com/entra/identity-platform/certificate-credentials */
function assertionOf(pem: string, application: Application, { nowMs }: Clock) {
  try {
    const { raw } = new X509Certificate(pem);
    const now = Math.floor(nowMs() / 1000);
    const { clientId } = application;
    const head = { alg: 'PS256', typ: 'JWT', 'x5t#S256': createHash('sha256').update(raw).digest('base64url') };
    const claims = { aud: endpoint(application, 'token'), iss: clientId, sub: clientId, jti: randomUUID() };
    const signed = [head, { ...claims, nbf: now, exp: now + 600 }].map(encoded).join('.');
    const saltLength = constants.RSA_PSS_SALTLEN_DIGEST;
    const key = { key: createPrivateKey(pem), padding: constants.RSA_PKCS1_PSS_PADDING, saltLength };
    const signature = sign('sha256', Buffer.from(signed), key).toString('base64url');
    const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
    return { client_assertion_type: type, client_assertion: `${signed}.${signature}` };
  } catch {
    return undefined;
  }
}

const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

/** Source: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code */
async function deviceToken(
  application: Application,
  show: (text: string) => void,
  clock: Clock,
): Promise<Answer<Token>> {
  const asked = await post(application, 'devicecode', { scope: scopes(application.cloud) });
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
    const form = { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code: code };
    const answer = await tokenFor(application, form, clock);
    if (answer.kind === 'answered' || !isPending(answer)) return answer;
    if (answer.failure.why.endsWith('slow_down')) waitMs += 5000;
  }
  return failed({ kind: 'no-credentials', why: 'nobody entered the code in time' });
}

const isPending = ({ failure }: Failed) => /: (?:authorization_pending|slow_down)$/.test(failure.why);
