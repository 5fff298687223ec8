import { constants, createHash, generateKeyPairSync, verify, X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { epochMs } from '../../../domain/time.ts';
import { type Proof, tokensOf } from '../../../infra/entra/tokens.ts';
import { now } from '../../domain/builders.ts';
import { tenant } from '../../domain/providers/entra/builders.ts';
import { startGraphServer } from '../../fakes/entra/graph-server.ts';
import { jumpingClock } from '../../fakes/http/jumping-clock.ts';

/** A certificate made for this test; its key was thrown away. */
const certificate = `-----BEGIN CERTIFICATE-----
MIIBfTCCASOgAwIBAgIUQsLXvvDCuXVeCForK6d1MihNenowCgYIKoZIzj0EAwIw
EzERMA8GA1UEAwwIbGFzdHNlZW4wIBcNMjYxMTI3MTI1MjA4WhgPMjEyNjExMDMx
MjUyMDhaMBMxETAPBgNVBAMMCGxhc3RzZWVuMFkwEwYHKoZIzj0CAQYIKoZIzj0D
AQcDQgAEbnubJKoCBpbPxAD3DEDkF723T7ECpW3XqftH5P3ogSd6b5FZU5Kfh6ZE
xE3HEvlLfqA6wG5Ok7oDpiA3txf3/6NTMFEwHQYDVR0OBBYEFJcAfqd7QTkkuQdc
SOI/6oe6G7ppMB8GA1UdIwQYMBaAFJcAfqd7QTkkuQdcSOI/6oe6G7ppMA8GA1Ud
EwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIhAOfvRctjRdgoEf4qAHRZT/F+
BhwWjPpr2c+OfXVVHpu+AiB+b+v2W3HrG4Gu3bXVV64AX7FrlKxA+uimvW3CurWA
Kw==
-----END CERTIFICATE-----
`;

const clock = jumpingClock(epochMs(now));
let server: Awaited<ReturnType<typeof startGraphServer>>;
beforeAll(async () => {
  server = await startGraphServer({ clock, users: () => [] });
});
afterAll(() => server.stop());

function tokensBy(proof: Proof) {
  server.forms.length = 0;
  const cloud = { graph: server.origin, login: server.origin };
  return tokensOf({ cloud, tenantId: tenant(), clientId: 'client', proof }, clock);
}

describe('a token of Entra ID', () => {
  it('by a certificate carries a signed claim, and never the key', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' });
    const token = await tokensBy({ kind: 'certificate', pem: `${certificate}${key}` })();
    expect(token.kind).toBe('answered');
    const [head = '', claims = '', signature = ''] = server.forms[0]?.get('client_assertion')?.split('.') ?? [];
    const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
    const signed = Buffer.from(`${head}.${claims}`);
    expect(verify('sha256', signed, { key: publicKey, ...padding }, Buffer.from(signature, 'base64url'))).toBe(true);
    const thumbprint = createHash('sha256').update(new X509Certificate(certificate).raw).digest('base64url');
    expect(JSON.parse(Buffer.from(head, 'base64url').toString())).toMatchObject({ 'x5t#S256': thumbprint });
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({
      aud: `${server.origin}/${tenant()}/oauth2/v2.0/token`,
      iss: 'client',
      sub: 'client',
    });
    expect(`${server.forms[0]}`).not.toContain('PRIVATE');
  });

  it('by a certificate that is none is not asked for', async () => {
    const why = 'the certificate or its key cannot be read';
    expect(await tokensBy({ kind: 'certificate', pem: 'nothing' })()).toMatchObject({ failure: { why } });
    expect(server.forms).toEqual([]);
  });

  it('by a code is asked for until a person entered it, and kept', async () => {
    const said: string[] = [];
    const tokens = tokensBy({ kind: 'device-code', show: (text) => said.push(text) });
    const first = await tokens();
    expect([first.kind, said, server.forms.length]).toEqual(['answered', ['enter ABC'], 4]);
    expect(await tokens()).toEqual(first);
    expect(server.forms).toHaveLength(4);
  });
});
