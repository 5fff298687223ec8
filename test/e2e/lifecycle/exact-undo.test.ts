import {
  AddUserToGroupCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateLoginProfileCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  EnableMFADeviceCommand,
  GetAccountAuthorizationDetailsCommand,
  GetLoginProfileCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListMFADevicesCommand,
  PutUserPolicyCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noEntries } from '../../../domain/lifecycle/lifecycle.ts';
import { lifecycleSettings } from '../../../domain/lifecycle/settings.ts';
import { callsOf } from '../../../domain/lifecycle/step.ts';
import { hasTag, isDenyAll } from '../../../domain/lifecycle/user-access.ts';
import { clockTime } from '../../../handlers/clock.ts';
import { actLog } from '../../../handlers/evidence/act-log.ts';
import type { ActPorts } from '../../../handlers/lifecycle/act-ports.ts';
import { undoUser } from '../../../handlers/lifecycle/decide-user.ts';
import { quarantine } from '../../../handlers/lifecycle/quarantine.ts';
import { readUserAccess } from '../../../infra/aws/iam/iam-user-access.ts';
import { iamWriter } from '../../../infra/aws/iam-write/iam-writer.ts';
import { account } from '../../domain/builders.ts';
import { type AwsAccount, accountId, region, startAwsAccount } from '../../fakes/aws-account.ts';
import { memoryActs } from '../../fakes/evidence/memory-acts.ts';
import { memoryLifecycles } from '../../fakes/lifecycle/memory-lifecycles.ts';
import { isInstalled } from '../../stack/installed.ts';

const isPossible = isInstalled('moto_server', '--help') && isInstalled('python3');

const document = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
});

/** What a user may carry, and how it gets it. */
const attachments: Readonly<Record<string, (iam: IAMClient, UserName: string) => Promise<unknown>>> = {
  'a managed policy': (iam, UserName) =>
    iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' })),
  'a policy of its own account': async (iam, UserName) => {
    const { Policy: policy } = await iam.send(new CreatePolicyCommand({ PolicyName: 'own', PolicyDocument: document }));
    await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: policy?.Arn }));
  },
  'an inline policy': (iam, UserName) =>
    iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'inline', PolicyDocument: document })),
  'a group': async (iam, UserName) => {
    await iam.send(new CreateGroupCommand({ GroupName: 'team' }));
    await iam.send(new AddUserToGroupCommand({ UserName, GroupName: 'team' }));
  },
  'a password': (iam, UserName) => iam.send(new CreateLoginProfileCommand({ UserName, Password: 'Correct-1-Horse' })),
  'two keys, one of them inactive': async (iam, UserName) => {
    await iam.send(new CreateAccessKeyCommand({ UserName }));
    const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    await iam.send(new UpdateAccessKeyCommand({ UserName, AccessKeyId: key?.AccessKeyId, Status: 'Inactive' }));
  },
  'a virtual MFA device': async (iam, UserName) => {
    const device = await iam.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'phone' }));
    const SerialNumber = device.VirtualMFADevice?.SerialNumber;
    const codes = { AuthenticationCode1: '123456', AuthenticationCode2: '234567' };
    await iam.send(new EnableMFADeviceCommand({ UserName, SerialNumber, ...codes }));
  },
};

describe.skipIf(!isPossible)('a quarantine and its undo (skipped without moto_server or Python)', () => {
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
    return { UserDetailList, GroupDetailList, Policies, keys, devices, password };
  };

  it.each([
    ['nothing', []],
    [Object.keys(attachments).join(', '), Object.values(attachments)],
  ])('leave a user with %s as it was, by real calls', { timeout: 30_000 }, async (_, attach) => {
    const userName = `user-${attach.length}`;
    const Tags = [{ Key: 'owner', Value: 'team@example.com' }];
    await iam.send(new CreateUserCommand({ UserName: userName, Path: '/team/', Tags }));
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
    const acting = { ports, as, calls: [] };
    expect(await quarantine(step, 'hash', noEntries, acting)).toEqual({ kind: 'done' });
    const denied = await readUserAccess(iam, userName);
    if (denied.kind === 'failed') throw new Error(denied.failure.why);
    const { tags, attachedPolicies } = denied.value;
    expect([hasTag(tags, 'lastseen:quarantine'), attachedPolicies.some(isDenyAll)]).toEqual([true, true]);
    const word = { ...named, settings: lifecycleSettings({}) };
    expect(await undoUser(word, ports, as)).toEqual({ kind: 'done', why: undefined });
    expect(await standing(userName)).toEqual(before);
  });
});
