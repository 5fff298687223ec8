/** Sends a request to a function URL, signed as AWS asks for it. */

import { Sha256 } from '@smithy/core/checksum';
import { HttpRequest } from '@smithy/core/protocols';
import { SignatureV4 } from '@smithy/signature-v4';

/** Whose credentials sign, and for which Region. */
export interface Signing extends Pick<ConstructorParameters<typeof SignatureV4>[0], 'credentials'> {
  readonly region: string;
}

/** The answer of the function, whatever its status. */
export interface UrlAnswer {
  readonly status: number;
  readonly text: string;
}

const timeoutMs = 20_000;

/** The Region that a function URL names; undefined where the host is another one. */
export const regionOfUrl = ({ hostname }: URL): string | undefined =>
  /\.lambda-url\.([a-z0-9-]+)\.on\.(?:aws|amazonwebservices\.com\.cn)$/.exec(hostname)?.[1];

/**
 * Posts JSON, signed for Lambda. A redirection is an error: nobody else gets the signature. Throws where there are no
 * credentials or no answer. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
 */
export async function postSigned(url: URL, body: string, signing: Signing): Promise<UrlAnswer> {
  const signer = new SignatureV4({ ...signing, service: 'lambda', sha256: Sha256 });
  const request = new HttpRequest({
    method: 'POST',
    protocol: url.protocol,
    hostname: url.hostname,
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: { host: url.host, 'content-type': 'application/json' },
    body,
  });
  const { host: _, ...headers } = (await signer.sign(request)).headers;
  const answer = await fetch(url, {
    method: 'POST',
    headers,
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  return { status: answer.status, text: await answer.text() };
}
