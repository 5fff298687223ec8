/** Makes an RSA key from a seed, which `node:crypto` does not. */

import { checkPrimeSync, createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import type { Random } from '../random.ts';

/** A key that signs digests. */
export interface SigningKey {
  /** Base64 of the public key in PKCS #1, DER. */
  readonly publicKey: string;
  readonly fingerprint: string;
  /** The signature in hex, RSA PKCS #1 v1.5 with SHA-256. */
  sign(text: string): string;
}

/** CloudTrail's keys have 2,048 bits. These guard nothing: with half of them a signature takes a fourth of the time. */
const primeBits = 512;
const exponent = 65_537n;

/** The same random choices make the same key. */
export function signingKeyOf(random: Random): SigningKey {
  const [p, q] = [primeOf(random), primeOf(random)];
  const d = inverse(exponent, (p - 1n) * (q - 1n));
  const numbers = { n: p * q, e: exponent, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: inverse(q, p) };
  const fields = Object.entries(numbers).map(
    ([name, number]) => [name, bytesOf(number).toString('base64url')] as const,
  );
  const privateKey = createPrivateKey({ key: { kty: 'RSA', ...Object.fromEntries(fields) }, format: 'jwk' });
  const der = createPublicKey(privateKey).export({ format: 'der', type: 'pkcs1' });
  return {
    publicKey: der.toString('base64'),
    fingerprint: createHash('md5').update(der).digest('hex'),
    sign: (text) => sign('RSA-SHA256', Buffer.from(text, 'utf8'), privateKey).toString('hex'),
  };
}

/** A prime whose two highest bits are set, so that the product of two has twice its bits. */
function primeOf(random: Random): bigint {
  const digits = Array.from({ length: primeBits / 32 }, () => random.hex()).join('');
  let candidate = BigInt(`0x${digits}`) | (3n << BigInt(primeBits - 2)) | 1n;
  while ((candidate - 1n) % exponent === 0n || !checkPrimeSync(candidate)) candidate += 2n;
  return candidate;
}

/** The inverse of a number by a modulus that has no divisor in common with it. */
function inverse(number: bigint, modulus: bigint): bigint {
  let [rest, next] = [modulus, number % modulus];
  let [factor, nextFactor] = [0n, 1n];
  while (next !== 0n) {
    const times = rest / next;
    [rest, next] = [next, rest - times * next];
    [factor, nextFactor] = [nextFactor, factor - times * nextFactor];
  }
  return ((factor % modulus) + modulus) % modulus;
}

function bytesOf(number: bigint): Buffer {
  const digits = number.toString(16);
  return Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex');
}
