import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { CreateUserCommand, IAMClient, ListVirtualMFADevicesCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shellPlan } from '../../../domain/lifecycle/acting/shell-plan.ts';
import { deleteCalls } from '../../../domain/lifecycle/deletion/delete-call.ts';
import type { LifecyclePlan } from '../../../domain/lifecycle/plan.ts';
import { sealPlan } from '../../../domain/lifecycle/plan.ts';
import { planLifecycle } from '../../../domain/lifecycle/plan-lifecycle.ts';
import { type Act, callsOf } from '../../../domain/lifecycle/step.ts';
import { hasTag, isDenyAll, type UserAccess } from '../../../domain/lifecycle/user-access.ts';
import { clockTime } from '../../../handlers/clock.ts';
import { readUserAccess } from '../../../infra/aws/iam/iam-user-access.ts';
import { digest, factsOf, requestOf } from '../../domain/lifecycle/world.ts';
import { type AwsAccount, accountId, region, startAwsAccount } from '../../fakes/aws-account.ts';
import { hasMoto } from '../../fakes/moto/moto-server.ts';
import { isInstalled } from '../../stack/installed.ts';
import { attachments } from './attachments.ts';

const isWanted = process.env['LASTSEEN_SHELL_PLAN'] === '1';
const isPossible = isWanted && hasMoto && isInstalled('aws') && isInstalled('openssl', 'version');
const run = promisify(execFile);

describe.skipIf(!isPossible)('reviewed commands, run by a shell (only by npm run check:shell)', () => {
  let aws = {} as AwsAccount;
  let iam: IAMClient;
  beforeAll(async () => {
    aws = await startAwsAccount({ MOTO_IAM_LOAD_MANAGED_POLICIES: 'true' });
    iam = new IAMClient({ endpoint: aws.endpoint, region, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
  });
  afterAll(() => aws.stop());

  const bash = (script: string) =>
    run('bash', ['-c', script], { env: { ...process.env, ...aws.env } }).then(
      () => 0,
      ({ code }: { code: number }) => code,
    );

  const create = async (UserName: string, number: number) => {
    await iam.send(new CreateUserCommand({ UserName, Path: '/team/' }));
    await aws.givePast({ user: UserName, id: `AIDAMOTO${`${number}`.padStart(13, '0')}`, created: 400 });
  };

  const accessOf = async (userName: string): Promise<UserAccess> => {
    const answer = await readUserAccess(iam, userName);
    if (answer.kind === 'failed') throw new Error(answer.failure.why);
    return answer.value;
  };

  /** The commands of a plan with this one step. */
  function scriptOf(act: Act, { userName, userId, path }: UserAccess, deletes: ReturnType<typeof deleteCalls> = []) {
    const named = { userName, arn: `arn:aws:iam::${accountId}:user${path}${userName}` };
    const calls = callsOf(act, named, clockTime());
    const step = { ...named, ...calls, act, userId, reason: 'idle', owner: '', version: 0, hash: '', deletes };
    const { steps: _, ...plan } = sealPlan(planLifecycle(factsOf([]), requestOf(), new Map(), digest), digest);
    return shellPlan({ ...plan, steps: [step] } satisfies LifecyclePlan);
  }

  it('deny a user, and take the deny back by the commands beside them', async () => {
    await create('olive', 1);
    const before = await accessOf('olive');
    const script = scriptOf('quarantine', before);
    expect(await bash(script)).toBe(0);
    const denied = await accessOf('olive');
    expect([denied.attachedPolicies.some(isDenyAll), hasTag(denied.tags, 'lastseen:quarantine')]).toEqual([true, true]);
    const undo = script.split('\n').filter((line) => line.startsWith('#   aws '));
    expect(await bash(['set -eu', ...undo.map((line) => line.slice(1))].join('\n'))).toBe(0);
    expect(await accessOf('olive')).toEqual(before);
  });

  it('leave nothing of a user who is deleted, and touch nobody who has its name by then', async () => {
    await create('quill', 2);
    for (const attach of Object.values(attachments)) await attach(iam, 'quill');
    const access = await accessOf('quill');
    const script = scriptOf('delete', access, deleteCalls(access));
    expect(await bash(script)).toBe(0);
    expect(await readUserAccess(iam, 'quill')).toMatchObject({ failure: { why: 'NoSuchEntityException' } });
    expect((await iam.send(new ListVirtualMFADevicesCommand())).VirtualMFADevices).toEqual([]);
    await create('quill', 3);
    const made = await accessOf('quill');
    expect(await bash(script)).toBe(1);
    expect(await accessOf('quill')).toEqual(made);
  });
});
