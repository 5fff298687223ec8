import { type KeyObject, verify } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isJsonObject, type JsonObject, parsedText } from '../../../domain/json.ts';
import type { Clock } from '../../../infra/http/pace.ts';

export interface GoogleTokenOptions {
  readonly clock: Clock;
  /** With it the service account's claims are checked. */
  readonly publicKey: KeyObject;
  readonly admin: string;
  /** The scopes that an administrator delegated. */
  readonly delegated: readonly string[];
  readonly tokenSeconds?: number;
}

/** The claims of a signed text, or the code of its refusal. */
function claimsIn(
  assertion: string,
  audience: string,
  { clock, publicKey, admin }: GoogleTokenOptions,
): JsonObject | string {
  const [head = '', body = '', signature = ''] = assertion.split('.');
  const isSigned = verify('sha256', Buffer.from(`${head}.${body}`), publicKey, Buffer.from(signature, 'base64url'));
  const [header, claims] = [head, body].map((part) => parsedText(Buffer.from(part, 'base64url').toString()));
  if (!isSigned || !isJsonObject(header) || header['alg'] !== 'RS256' || !isJsonObject(claims)) return 'invalid_grant';
  const { iat, exp, aud, sub } = claims;
  const seconds = clock.nowMs() / 1000;
  const isTimely =
    typeof iat === 'number' && typeof exp === 'number' && exp - iat <= 3600 && Math.abs(iat - seconds) < 300;
  return isTimely && aud === audience && sub === admin ? claims : 'invalid_grant';
}

/** Google's token endpoint: a token for the scope of a signed claim, if each of its scopes was delegated. */
export function googleTokens(options: GoogleTokenOptions) {
  const { clock, tokenSeconds = 3600 } = options;
  const given = new Map<string, { readonly scopes: readonly string[]; readonly endsMs: number }>();

  async function give(request: IncomingMessage, response: ServerResponse, audience: string): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const form = new URLSearchParams(Buffer.concat(chunks).toString());
    const claims = claimsIn(form.get('assertion') ?? '', audience, options);
    const scopes = typeof claims === 'string' ? [] : `${claims['scope']}`.split(' ');
    const isDelegated = scopes.every((scope) => options.delegated.includes(scope));
    const error = typeof claims === 'string' ? claims : isDelegated ? undefined : 'unauthorized_client';
    if (error !== undefined) {
      const status = error === 'invalid_grant' ? 400 : 401;
      response.writeHead(status).end(JSON.stringify({ error, error_description: 'refused' }));
      return;
    }
    const token = `ya29.token-${given.size + 1}`;
    given.set(token, { scopes, endsMs: clock.nowMs() + tokenSeconds * 1000 });
    response.end(JSON.stringify({ access_token: token, expires_in: tokenSeconds, token_type: 'Bearer' }));
  }

  /** Whether a request carries a token that is good for this scope. */
  function standingOf({ headers }: IncomingMessage, scope: string): 'good' | 'expired' | 'out-of-scope' {
    const token = given.get((headers.authorization ?? '').replace('Bearer ', ''));
    if (token === undefined || token.endsMs <= clock.nowMs()) return 'expired';
    return token.scopes.some((each) => each.endsWith(scope)) ? 'good' : 'out-of-scope';
  }
  return { give, standingOf, count: () => given.size };
}
