import { execFileSync } from 'node:child_process';
import { constants, verify, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { epochMs } from '../../../domain/time.ts';
import { type Proof, tokensOf } from '../../../infra/entra/tokens.ts';
import { now } from '../../domain/builders.ts';
import { tenant } from '../../domain/providers/entra/builders.ts';
import { jumpingClock, startGraphServer } from '../../fakes/entra/graph-server.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

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
    const dir = temporaryFolder();
    const [key, cert] = [join(dir, 'key.pem'), join(dir, 'cert.pem')];
    const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=lastseen', '-days', '2'];
    execFileSync('openssl', [...made, '-keyout', key, '-out', cert], { stdio: 'ignore' });
    const certificate = readFileSync(cert, 'utf8');
    const token = await tokensBy({ kind: 'certificate', pem: `${certificate}${readFileSync(key, 'utf8')}` })();
    expect(token.kind).toBe('answered');
    const [head = '', claims = '', signature = ''] = server.forms[0]?.get('client_assertion')?.split('.') ?? [];
    const publicKey = new X509Certificate(certificate).publicKey;
    const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
    const signed = Buffer.from(`${head}.${claims}`);
    expect(verify('sha256', signed, { key: publicKey, ...padding }, Buffer.from(signature, 'base64url'))).toBe(true);
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
