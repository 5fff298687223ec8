import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AccountServer, startAccountServer } from '../fakes/account-server.ts';
import { type CloudtrailServer, startCloudtrailServer } from '../fakes/cloudtrail-server.ts';
import { fakeAccount, fakeUser } from '../fakes/iam-account.ts';
import { type IamServer, startIamServer } from '../fakes/iam-server.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { faultsOf } from './answer-faults.ts';
import { runCli } from './run-cli.ts';

const dir = temporaryFolder();
let [iam, trail, account] = [{} as IamServer, {} as CloudtrailServer, {} as AccountServer];
const env = () => ({
  AWS_ENDPOINT_URL_CLOUDTRAIL: trail.endpoint,
  AWS_ENDPOINT_URL_IAM: iam.endpoint,
  AWS_ENDPOINT_URL_STS: account.endpoint,
  AWS_ENDPOINT_URL_ACCOUNT: account.endpoint,
  AWS_CONFIG_FILE: join(dir, 'config'),
  AWS_SHARED_CREDENTIALS_FILE: join(dir, 'credentials'),
});

beforeAll(async () => {
  [iam, trail, account] = await Promise.all([startIamServer(), startCloudtrailServer(), startAccountServer()]);
  const fault = (_: string, keyId: string) => (keyId === 'lost' ? 'InvalidClientTokenId' : undefined);
  Object.assign(account.identity, { account: fakeAccount, fault });
  iam.account.users = [fakeUser(1, `${new Date(Date.now() - 86_400_000).toISOString().slice(0, 19)}Z`), fakeUser(2)];
  const profiles = ['one', 'again', 'lost'];
  writeFileSync(join(dir, 'config'), profiles.map((name) => `[profile ${name}]\nregion = us-east-1\n`).join('\n'));
  const keys = (name: string) => `[${name}]\naws_access_key_id = ${name}\naws_secret_access_key = test\n`;
  writeFileSync(join(dir, 'credentials'), profiles.map(keys).join('\n'));
});
afterAll(() => Promise.all([iam, trail, account].map((server) => server.stop())));

const live = (profile: string, ...args: string[]) =>
  runCli(
    dir,
    ['scan', '--live', '--profile', profile, '--format', 'json', '--data', join(dir, 'data'), ...args],
    env(),
  );

describe('several profiles', () => {
  it('are asked side by side: one that fails is named, and one of the same account too', async () => {
    const { code, stdout, stderr } = await live('one,lost,again');
    const answer = JSON.parse(stdout);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^lastseen: --profile lost: no valid AWS credentials/m);
    expect(faultsOf(answer)).toEqual([]);
    expect(answer.accounts).toMatchObject([{ accountId: fakeAccount, judged: true, users: 2 }]);
    expect(answer.notJudged).toMatchObject([{ accountId: null, input: '--profile lost' }]);
    expect(answer.notes).toEqual([`account ${fakeAccount}: --profile one and again are of it; one asked`]);
    expect(answer.users.map(({ state }: { state: string }) => state)).toEqual(['never-used', 'active']);
  });

  it('judge as one profile alone', async () => {
    const [many, one] = [await live('one,again'), await live('one')];
    expect([many.code, one.code]).toEqual([0, 0]);
    const usersOf = ({ stdout }: { stdout: string }) =>
      JSON.parse(stdout).users.map(({ userName, state, corroborated }: Record<string, unknown>) => [
        userName,
        state,
        corroborated,
      ]);
    expect(usersOf(many)).toEqual(usersOf(one));
    expect(JSON.parse(one.stdout).notJudged).toBeUndefined();
  });

  it('that all fail give no answer, and a name that is none is refused before anything is asked', async () => {
    expect(await live('lost')).toMatchObject({ code: 2, stdout: '' });
    const typo = await live('one,agian');
    expect(typo).toMatchObject({ code: 2, stdout: '' });
    expect(typo.stderr).toMatch(/^lastseen: --profile agian: not in your AWS configuration; did you mean again/);
  });
});
