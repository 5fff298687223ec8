import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSshKeyFiles } from '../../../handlers/scan/read-ssh-keys.ts';
import { iamUser } from '../../domain/builders.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const dir = temporaryFolder();
function write(name: string, value: unknown): string {
  const path = join(dir, name);
  writeFileSync(path, JSON.stringify(value));
  return path;
}
const key = { UserName: 'alice', SSHPublicKeyId: 'APKA1', Status: 'Active', UploadDate: '2024-01-10T09:00:00+00:00' };
const keys = write('keys=1.json', { SSHPublicKeys: [key] });
const none = write('none.json', { SSHPublicKeys: [] });
const alice = iamUser();
const odd = iamUser({ userName: 'a=b' });
const read = (...given: readonly string[]) => readSshKeyFiles(given, [alice, odd]);

describe('--ssh-keys USER=FILE', () => {
  it('gives the keys to the user, whose name and file may hold the sign itself', async () => {
    const answers = await read(`Alice=${keys}`, `a=b=${none}`);
    expect(answers.get(alice)).toMatchObject({ kind: 'answered', value: [{ id: 'APKA1' }] });
    expect(answers.get(odd)).toEqual({ kind: 'answered', value: [] });
  });

  it('is no answer where more pages follow', async () => {
    const cut = write('cut.json', { SSHPublicKeys: [key], NextToken: 'x' });
    expect((await read(`alice=${cut}`)).get(alice)).toMatchObject({
      kind: 'failed',
      failure: { why: expect.stringMatching(/cut\.json: more pages follow$/) },
    });
  });

  it.each<[string, readonly string[], RegExp]>([
    ['a user whom nobody knows', [`eve=${none}`], /give USER=FILE with the name of a user of the inventory/],
    ['no user', [none], /give USER=FILE/],
    ['no file', ['alice='], /give USER=FILE/],
    ['a user given twice', [`alice=${none}`, `alice=${keys}`], /alice was given before/],
    ['keys of somebody else', [`a=b=${keys}`], /lists SSH keys of alice, not of a=b/],
    [
      'a file of another kind',
      [`alice=${write('users.json', { Users: [] })}`],
      /not a list of SSH keys; make it with: aws iam list-ssh-public-keys --user-name alice --output json > FILE/,
    ],
    ['a file that is not there', ['alice=no/such/file'], /does not exist/],
  ])('refuses %s', async (_, given, words) => {
    await expect(read(...given)).rejects.toThrow(words);
  });

  it('refuses a name that two accounts have', async () => {
    const both = [alice, { ...alice, arn: 'arn:aws:iam::999999999999:user/alice' }];
    await expect(readSshKeyFiles([`alice=${none}`], both)).rejects.toThrow(/several users have this name/);
  });
});
