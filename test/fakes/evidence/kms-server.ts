import { createECDH, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { type AwsJsonServer, Refusal, startAwsJsonServer } from '../aws-json-server.ts';

export interface KmsServer extends AwsJsonServer {
  readonly keyArn: string;
  readonly publicKey: KeyObject;
}

/** The order of the group of P-256. */
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/**
 * A KMS with one key for P-256. It signs the digest that it is given, as AWS does; the emulator hashes it once more.
 * Requests of another kind are refused.
 */
export async function startKmsServer(): Promise<KmsServer> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const keyArn = 'arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555';
  const server = await startAwsJsonServer({
    'TrentService.Sign': ({ KeyId, Message, MessageType, SigningAlgorithm }) => {
      if (KeyId !== keyArn) throw new Refusal('NotFoundException');
      if (MessageType !== 'DIGEST' || SigningAlgorithm !== 'ECDSA_SHA_256') throw new Refusal('ValidationException');
      const digest = Buffer.from(`${Message}`, 'base64');
      if (digest.length !== 32) throw new Refusal('ValidationException');
      return { KeyId, Signature: signDigest(digest, privateKey).toString('base64'), SigningAlgorithm };
    },
  });
  return Object.assign(server, { keyArn, publicKey });
}

/** ECDSA (FIPS 186-5) over a digest: Node signs texts alone. */
function signDigest(digest: Buffer, privateKey: KeyObject): Buffer {
  const secret = numberOf(Buffer.from(`${privateKey.export({ format: 'jwk' }).d}`, 'base64url'));
  const nonce = (numberOf(randomBytes(40)) % (order - 1n)) + 1n;
  const point = createECDH('prime256v1');
  point.setPrivateKey(bytesOf(nonce));
  const r = numberOf(point.getPublicKey().subarray(1, 33)) % order;
  const s = (inverse(nonce) * (numberOf(digest) + r * secret)) % order;
  const body = Buffer.concat([derOf(r), derOf(s)]);
  return Buffer.concat([Buffer.of(0x30, body.length), body]);
}

const numberOf = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString('hex')}`);
const bytesOf = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(64, '0'), 'hex');

/** By Fermat: the order is a prime. */
function inverse(value: bigint): bigint {
  let [result, base, exponent] = [1n, value % order, order - 2n];
  for (; exponent > 0n; exponent >>= 1n) {
    if ((exponent & 1n) === 1n) result = (result * base) % order;
    base = (base * base) % order;
  }
  return result;
}

/** An INTEGER in DER: as short as it goes, with a zero where its first bit would make it negative. */
function derOf(value: bigint): Buffer {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  const positive = (bytes[0] ?? 0) > 127 ? Buffer.concat([Buffer.of(0), bytes]) : bytes;
  return Buffer.concat([Buffer.of(2, positive.length), positive]);
}
