import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readUserList } from '../../../domain/inventory/listed-user.ts';
import { joinListingFiles, readListingFile } from '../../../infra/local/listing-files.ts';
import { fileWriter, utf16 } from './inventory-inputs.ts';

const write = fileWriter();
const user = (name: string) => ({
  Path: '/',
  UserName: name,
  UserId: `AIDA${name.toUpperCase()}0001`,
  Arn: `arn:aws:iam::111122223333:user/${name}`,
  CreateDate: '2024-01-10T09:00:00+00:00',
});
const page = (...names: readonly string[]) => JSON.stringify({ Users: names.map(user) });
const readAll = async (paths: readonly string[]) =>
  joinListingFiles(await Promise.all(paths.map((path) => readListingFile(path, 'aws iam list-users', readUserList))));
const read = (content: string | Uint8Array) => readAll([write('users', content)]);

describe('a listing of users is read', () => {
  it.each<[string, string | Uint8Array, boolean]>([
    ['as the JSON answer', page('alice', 'bob'), true],
    ['in UTF-16, as PowerShell writes it', utf16(page('alice', 'bob')), true],
    ['with a byte order mark', `\uFEFF${page('alice', 'bob')}\r\n`, true],
    ['gzip', gzipSync(page('alice', 'bob')), true],
    ['as pages one a line', `${page('alice')}\n${page('bob')}\n`, true],
    ['as pages with nothing between', `${page('alice')}${page('bob')}`, true],
    [
      'as indented pages',
      [page('alice'), page('bob')].map((text) => JSON.stringify(JSON.parse(text), null, 2)).join('\n'),
      true,
    ],
    ['as an array of pages', `[${page('alice')},${page('bob')}]`, true],
    ['as users alone', JSON.stringify([user('alice'), user('bob')]), false],
    ['as users one a line', `${JSON.stringify(user('alice'))}\n${JSON.stringify(user('bob'))}`, false],
    ['with braces and quotes inside a text', page('alice').replace('"/"', '"/}\\"{/"') + page('bob'), true],
  ])('%s', async (_, content, isWhole) => {
    const { value, missing } = await read(content);
    expect(missing).toEqual([]);
    expect(value).toMatchObject({ users: [{ userName: 'alice' }, { userName: 'bob' }], isWhole });
  });

  it('with the field that cannot be read, and why', async () => {
    const { value, missing } = await read(JSON.stringify({ Users: [user('alice'), { UserName: 'bob' }] }));
    expect(missing).toEqual([expect.stringMatching(/users: Users\[1\]: UserId is missing$/)]);
    expect(value.isWhole).toBe(false);
  });

  it('and is not whole where more pages follow', async () => {
    const { value } = await read(JSON.stringify({ Users: [user('alice')], NextToken: 'x' }));
    expect(value).toMatchObject({ users: [{}], isWhole: false });
  });
});

describe('what is no listing is refused by name, with what to do', () => {
  it.each<[string, string, string]>([
    ['nothing', '', 'is empty'],
    ['text output', 'USERS\tarn:aws:iam::1:user/a\t2024', "is the AWS CLI's text output"],
    ['table output', '-----------\n|ListUsers|', "is the AWS CLI's table output"],
    ['YAML', 'Users:\n- Arn: x', 'is YAML, which is not supported'],
    ['an error message', '\nAn error occurred (AccessDenied)', 'holds an error message of the AWS CLI'],
    ['another answer', '{"Roles":[]}', 'not an answer of aws iam list-users'],
    ['half an answer', page('alice').slice(0, 40), 'not JSON'],
    ['an answer and half of the next', page('alice') + page('bob').slice(0, 40), 'not JSON'],
  ])('%s', async (_, content, problem) => {
    await expect(read(content)).rejects.toThrow(`${problem}; make it with: aws iam list-users --output json > FILE`);
  });
});
