import { IAMClient } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answered } from '../../../../domain/answer.ts';
import { readUserAccess } from '../../../../infra/aws/iam/iam-user-access.ts';
import { userDeleter } from '../../../../infra/aws/iam-delete/user-deleter.ts';
import { pagesOf } from '../../../../infra/aws/iam-pages.ts';
import { daysAgo } from '../../../domain/builders.ts';
import { everything } from '../../../domain/lifecycle/deletion/everything.ts';
import { startModelServer } from '../../../fakes/iam/model-server.ts';
import { iamModel } from '../../../fakes/lifecycle/iam-model.ts';

const whole = everything();
const credentials = ['ACCA1', 'ACCA2', 'ACCA3'].map((id) => ({ id, status: 'Active' }));
const several = {
  ...whole,
  // As IAM gives it: percent-encoded.
  inlinePolicies: [{ name: 'inline', document: '%7B%7D' }],
  mfaDevices: whole.mfaDevices.toSorted(),
  serviceCredentials: credentials,
  sshKeys: [
    { id: 'APKA1', status: 'Active' },
    { id: 'APKA2', status: 'Inactive' },
  ],
  certificates: [
    { id: 'CERT1', status: 'Active' },
    { id: 'CERT2', status: 'Inactive' },
  ],
  accessKeys: whole.accessKeys.map((key) => ({ ...key, lastUsed: daysAgo(200) })),
};

describe('what IAM says about one user', () => {
  const model = iamModel([{ ...several, inlinePolicies: whole.inlinePolicies }]);
  let server: Awaited<ReturnType<typeof startModelServer>>;
  let iam: IAMClient;
  beforeAll(async () => {
    server = await startModelServer(model);
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    iam = new IAMClient({ endpoint: server.endpoint, region: 'us-east-1', credentials });
  });
  afterAll(() => server.stop());

  it('is read whole, from every page of every list', async () => {
    expect(await readUserAccess(iam, several.userName)).toEqual(answered(several));
  });

  it('of its service-specific credentials: each is deleted by its id, and one that is gone is done', async () => {
    const { userName } = several;
    const send = (credentialId: string) =>
      userDeleter(iam).send({ action: 'DeleteServiceSpecificCredential', userName, credentialId });
    for (const { id } of credentials) expect(await send(id)).toMatchObject({ kind: 'done' });
    expect(server.deleted).toHaveLength(3);
    expect(await readUserAccess(iam, userName)).toEqual(answered({ ...several, serviceCredentials: [] }));
    expect(await send('ACCA1')).toMatchObject({ kind: 'done' });
  });

  it('fails as a whole where a page says that more follow, and not where', async () => {
    const read = async () => {
      for await (const page of pagesOf(async () => ({ IsTruncated: true }))) expect(page.IsTruncated).toBe(true);
    };
    await expect(read()).rejects.toThrow('no marker');
  });
});
