import {
  CreateUserCommand,
  GetAccountAuthorizationDetailsCommand,
  GetLoginProfileCommand,
  GetUserCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListMFADevicesCommand,
  ListSigningCertificatesCommand,
  ListSSHPublicKeysCommand,
  ListVirtualMFADevicesCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deleteCalls } from '../../../domain/lifecycle/deletion/delete-call.ts';
import { noEntries } from '../../../domain/lifecycle/lifecycle.ts';
import { lifecycleSettings } from '../../../domain/lifecycle/settings.ts';
import { callsOf } from '../../../domain/lifecycle/step.ts';
import { hasTag, isDenyAll } from '../../../domain/lifecycle/user-access.ts';
import { clockTime } from '../../../handlers/clock.ts';
import { actLog } from '../../../handlers/evidence/act-log.ts';
import type { Acting, ActPorts } from '../../../handlers/lifecycle/act-ports.ts';
import { undoUser } from '../../../handlers/lifecycle/decide-user.ts';
import { deleteUser } from '../../../handlers/lifecycle/deletion/delete-user.ts';
import { quarantine } from '../../../handlers/lifecycle/quarantine.ts';
import { readUser } from '../../../handlers/lifecycle/read-user.ts';
import { readUserAccess } from '../../../infra/aws/iam/iam-user-access.ts';
import { nameOfUser } from '../../../infra/aws/iam/name-of-user.ts';
import { userDeleter } from '../../../infra/aws/iam-delete/user-deleter.ts';
import { iamWriter } from '../../../infra/aws/iam-write/iam-writer.ts';
import { account } from '../../domain/builders.ts';
import { type AwsAccount, accountId, region, startAwsAccount } from '../../fakes/aws-account.ts';
import { memoryActs } from '../../fakes/evidence/memory-acts.ts';
import { memoryLifecycles } from '../../fakes/lifecycle/memory-lifecycles.ts';
import { hasMoto } from '../../fakes/moto/moto-server.ts';
import { isInstalled } from '../../stack/installed.ts';
import { attachments } from './attachments.ts';

const isPossible = hasMoto && isInstalled('openssl', 'version');

describe.skipIf(!isPossible)('a quarantine, its undo and a deletion (skipped without moto_server or Python)', () => {
  let aws = {} as AwsAccount;
  let iam: IAMClient;
  beforeAll(async () => {
    aws = await startAwsAccount({ MOTO_IAM_LOAD_MANAGED_POLICIES: 'true' });
    iam = new IAMClient({ endpoint: aws.endpoint, region, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
  });
  afterAll(() => aws.stop());

  /** All that IAM tells of the account and of the user's credentials. */
  const standing = async (UserName: string) => {
    const { UserDetailList, GroupDetailList, Policies } = await iam.send(
      new GetAccountAuthorizationDetailsCommand({ Filter: ['User', 'Group', 'LocalManagedPolicy'] }),
    );
    const { AccessKeyMetadata: keys } = await iam.send(new ListAccessKeysCommand({ UserName }));
    const { MFADevices: devices } = await iam.send(new ListMFADevicesCommand({ UserName }));
    const password = await iam.send(new GetLoginProfileCommand({ UserName })).then(
      ({ LoginProfile: profile }) => profile,
      ({ name }: Error) => name,
    );
    const { SSHPublicKeys: sshKeys = [] } = await iam.send(new ListSSHPublicKeysCommand({ UserName }));
    const { Certificates: certificates } = await iam.send(new ListSigningCertificatesCommand({ UserName }));
    const { User: user } = await iam.send(new GetUserCommand({ UserName }));
    const boundary = user?.PermissionsBoundary;
    return { UserDetailList, GroupDetailList, Policies, keys, devices, password, sshKeys, certificates, boundary };
  };

  it.each([
    ['nothing', []],
    [`a boundary, ${Object.keys(attachments).join(', ')}`, Object.values(attachments)],
  ])('leave a user with %s as it was, and then nothing of it, by real calls', async (_, attach) => {
    const userName = `user-${attach.length}`;
    const Tags = [{ Key: 'owner', Value: 'team@example.com' }];
    // The emulator sets a boundary with the user alone.
    const PermissionsBoundary = attach.length === 0 ? undefined : 'arn:aws:iam::aws:policy/PowerUserAccess';
    await iam.send(new CreateUserCommand({ UserName: userName, Path: '/team/', Tags, PermissionsBoundary }));
    for (const each of attach) await each(iam, userName);
    await aws.givePast({ user: userName, id: `AIDAMOTO${userName.slice(-1).padStart(13, '0')}`, created: 400 });
    const before = await standing(userName);
    const access = await readUserAccess(iam, userName);
    if (access.kind === 'failed') throw new Error(access.failure.why);
    const { userId } = access.value;
    const arn = `arn:aws:iam::${accountId}:user/team/${userName}`;
    const ports: ActPorts = {
      table: memoryLifecycles(),
      iam: iamWriter(iam),
      access: (name) => readUserAccess(iam, name),
      nameOf: (ofAccount, id) => nameOfUser(iam, ofAccount, id),
      approvalsOf: async () => [],
      log: actLog(memoryActs()),
      notices: undefined,
      clock: clockTime,
      pause: async () => {},
    };
    const as = { accountId: account(), actor: 'arn:aws:iam::123456789012:user/ops', software: 'test' };
    const named = { userId, userName, arn, reason: 'idle' };
    const calls = callsOf('quarantine', named, clockTime());
    const step = { ...named, ...calls, act: 'quarantine', owner: '', version: 0, hash: '' } as const;
    const acting = { ports, as, userName, calls: [] };
    expect(await quarantine(step, 'hash', noEntries, acting)).toEqual({ kind: 'done' });
    const denied = await readUserAccess(iam, userName);
    if (denied.kind === 'failed') throw new Error(denied.failure.why);
    const { tags, attachedPolicies } = denied.value;
    expect([hasTag(tags, 'lastseen:quarantine'), attachedPolicies.some(isDenyAll)]).toEqual([true, true]);
    const word = { ...named, settings: lifecycleSettings({}) };
    expect(await undoUser(word, ports, as)).toEqual({ kind: 'done', why: undefined });
    expect(await standing(userName)).toEqual(before);

    const { entries } = await readUser(ports.table, account(), userId);
    expect(await quarantine({ ...step, version: 3 }, 'hash', entries, { ...acting, calls: [] })).toEqual({
      kind: 'done',
    });
    const marked = await readUserAccess(iam, userName);
    if (marked.kind === 'failed') throw new Error(marked.failure.why);
    const deleter = userDeleter(iam);
    const copied = await deleter.snapshot(marked.value);
    if (copied.kind === 'failed') throw new Error(copied.failure.why);
    const { policies, sshKeys, certificates } = copied.value;
    const kinds = [policies.length, sshKeys.length, certificates.length];
    expect(kinds).toEqual(attach.length === 0 ? [1, 0, 0] : [3, 1, 1]);
    expect(policies.every(({ body }) => JSON.parse(body).Statement !== undefined)).toBe(true);
    const looked = { ...(await readUser(ports.table, account(), userId)), access: marked, now: clockTime() };
    const deleting: Acting = { ports, as, userName, calls: [] };
    const remove = { ...step, act: 'delete', version: 5, deletes: deleteCalls(marked.value) } as const;
    expect(await deleteUser(remove, 'hash', looked, deleter, deleting)).toEqual({ kind: 'done' });
    expect(deleting.calls.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual(
      deleteCalls(marked.value).map(({ action }) => `${action} done`),
    );
    expect(deleting.calls.every(({ requestId }) => requestId !== undefined)).toBe(true);
    expect(await readUserAccess(iam, userName)).toMatchObject({ failure: { why: 'NoSuchEntityException' } });
    expect((await iam.send(new ListVirtualMFADevicesCommand())).VirtualMFADevices).toEqual([]);
    expect((await readUser(ports.table, account(), userId)).entries.lifecycle?.state).toBe('deleted');
    expect(await deleter.send({ action: 'DeleteUser', userName })).toMatchObject({ kind: 'done' });
  });
});
