import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readCredentialReportFile } from '../../../infra/local/credential-report-files.ts';
import { instant } from '../../domain/builders.ts';
import { base64, csvOf, fileWriter, rowOf, utf16 } from './inventory-inputs.ts';

const write = fileWriter();
const csv = csvOf(rowOf('alice'), rowOf('bob'));
const made = '2026-11-23T06:00:00+00:00';
const madeAt = '2026-11-23T06:00:00Z';
const answer = (content: string, more: object = { GeneratedTime: made }) =>
  JSON.stringify({ Content: content, ...more });
const read = async (content: string | Uint8Array, at?: string) => {
  const found = await readCredentialReportFile(write('report', content), at === undefined ? undefined : instant(at));
  return { ...found, value: found.value.map(({ report }) => report) };
};
const wrapped = (text: string) => base64(text).replace(/.{64}/g, '$&\r\n');

describe('a credential report is read', () => {
  it.each<[string, string | Uint8Array, string | undefined]>([
    ['as CSV', csv, undefined],
    ['with a byte order mark and CRLF', `\uFEFF${csv.replaceAll('\n', '\r\n')}\r\n`, undefined],
    ['in UTF-16, as PowerShell writes it', utf16(csv), undefined],
    ['in UTF-16 without a mark', Buffer.from(csv, 'utf16le'), undefined],
    ['in UTF-16, big end first', utf16(csv).swap16(), undefined],
    ['gzip', gzipSync(csv), undefined],
    ['with semicolons', csv.replaceAll(',', ';'), undefined],
    ['with semicolons and the line that tells Excel so', `sep=;\r\n${csv.replaceAll(',', ';')}`, undefined],
    ['with tabs', csv.replaceAll(',', '\t'), undefined],
    ['with spaces behind the commas', csv.replaceAll(',', ', '), undefined],
    ['as base64', base64(csv), undefined],
    ['as wrapped base64', wrapped(csv), undefined],
    ['as quoted base64', `"${base64(csv)}"`, undefined],
    ['as the JSON answer', answer(base64(csv)), madeAt],
    ['as the JSON answer in UTF-16', utf16(answer(base64(csv))), madeAt],
    ['as the JSON answer with wrapped Content', answer(wrapped(csv)), madeAt],
    ['as a JSON answer whose Content is decoded already', answer(csv), madeAt],
    ['as a JSON answer without a time', answer(csv, {}), undefined],
    ['as the text answer', `${base64(csv)}\t${made}\ttext/csv\n`, madeAt],
    ['as the text answer in UTF-16', utf16(`${base64(csv)}\t${made}\ttext/csv\r\n`), madeAt],
  ])('%s', async (_, content, generatedAt) => {
    const { value, missing } = await read(content);
    expect(missing).toEqual([]);
    expect(value).toMatchObject([{ generatedAt, newestEntry: '2026-05-01T00:00:00Z' }]);
    const gaps = value.flatMap(({ users }) => users.map((user) => [user.userName, user.gaps]));
    expect(gaps).toEqual([
      ['alice', []],
      ['bob', []],
    ]);
  });

  it.each(['', 'x', 'xx'])('as the text answer, whatever rest of three bytes its base64 has: %j', async (tail) => {
    const row = rowOf('alice').replace(',s3,', `,s3${tail},`);
    const { value } = await read(`${base64(csvOf(row))}\t${made}\ttext/csv`);
    expect(value).toMatchObject([{ generatedAt: madeAt, users: [{ userName: 'alice', gaps: [] }] }]);
  });
});

describe('several reports in one file are all read', () => {
  const other = csvOf(rowOf('carol', '444455556666'));
  it.each<[string, string]>([
    ['JSON answers one after another', `${answer(base64(csv))}${answer(base64(other))}`],
    ['JSON answers, one a line', `${answer(base64(csv))}\n${answer(base64(other))}\n`],
    ['a JSON array of answers', `[${answer(base64(csv))},${answer(base64(other))}]`],
    ['text answers', [csv, other].map((each) => `${base64(each)}\t${made}\ttext/csv`).join('\n')],
  ])('%s', async (_, content) => {
    const { value } = await read(content);
    expect(value.map(({ users }) => users.map(({ userName }) => userName))).toEqual([['alice', 'bob'], ['carol']]);
  });

  it.each<[string, string]>([
    ['with a new line between', `${csv}\n${other}`],
    ['put together by cat, which leaves no new line between', `${csv}${other}`],
  ])('CSV %s', async (_, content) => {
    const { value, missing } = await read(content);
    expect(missing).toEqual([]);
    expect(value.flatMap(({ users }) => users.map(({ userName, gaps }) => [userName, gaps.length]))).toEqual([
      ['alice', 0],
      ['bob', 0],
      ['carol', 0],
    ]);
  });

  it('names the one that is none', async () => {
    await expect(read(`${answer(base64(csv))}${answer(base64('a,b\n1,2'))}`)).rejects.toThrow(
      /report: report 2: not a credential report: the header lacks user, arn/,
    );
  });
});

describe('when a report was made', () => {
  it('is what the user says, where the report does not', async () => {
    expect((await read(csv, '2026-11-23T08:00:00Z')).value[0]?.generatedAt).toBe('2026-11-23T08:00:00Z');
  });

  it('is what the answer says, whatever the user says', async () => {
    expect((await read(answer(base64(csv)), '2026-11-23T08:00:00Z')).value[0]?.generatedAt).toBe(madeAt);
  });

  it('cannot be before a time in it', async () => {
    expect((await read(csv, '2026-04-30T23:59:59Z')).value[0]?.generatedAt).toBe('2026-05-01T00:00:00Z');
    expect((await read(csv, '2026-05-01T00:00:01Z')).value[0]?.generatedAt).toBe('2026-05-01T00:00:01Z');
  });

  it('is not told by the next rotation of a password, which is in the future', async () => {
    const row = rowOf('alice').replace(
      'false,N/A,N/A,N/A',
      'true,no_information,2026-05-02T00:00:00Z,2027-05-02T00:00:00Z',
    );
    expect((await read(csvOf(row))).value[0]?.newestEntry).toBe('2026-05-02T00:00:00Z');
  });
});

describe('what is no report is refused by name, with what to do', () => {
  const remedy = 'make one with: aws iam get-credential-report --output json > FILE';
  it.each<[string, string | Uint8Array, string]>([
    ['nothing', '', `is empty; ${remedy}`],
    [
      'an error message',
      '\nAn error occurred (ReportNotPresent) when ...',
      `holds an error message of the AWS CLI; ${remedy}`,
    ],
    ['YAML', `Content: ${base64(csv)}\nGeneratedTime: x`, `is YAML, which is not supported; ${remedy}`],
    ["Python's bytes", `b'${csv}'`, `is written as Python shows bytes, b'...'; write them decoded, or ${remedy}`],
    ["Python's bytes in Content", answer(`b'${csv}'`), "its Content is written as Python shows bytes, b'...'"],
    ['a zip archive', 'PK\u0003\u0004', 'is a zip archive or a workbook; unpack it, or save it as CSV'],
    ['gzip in gzip', gzipSync(gzipSync(csv)), 'is packed by gzip twice; unpack it with gunzip'],
    ['JSON that is cut off', answer(base64(csv)).slice(0, -1), `is JSON that is damaged or cut off; ${remedy}`],
    [
      'a CSV with a quote too many',
      `${csv}\n"x`,
      'not a credential report: not a CSV: a quote is out of place on line 4',
    ],
    ['cut gzip', gzipSync(csv).subarray(0, 60), 'its gzip data is damaged; make the file again'],
    [
      'the answer of generate-credential-report',
      '{"State":"STARTED"}',
      `is the answer of generate-credential-report (STARTED)`,
    ],
    ['another CSV', 'user_name,user_arn\na,b', `not a credential report: the header lacks user, arn`],
    ['other JSON', '{"Users":[]}', `not a credential report; ${remedy}`],
    [
      'an answer with a broken time',
      answer(base64(csv), { GeneratedTime: 'yesterday' }),
      'its GeneratedTime is not a time',
    ],
    ['a text answer with a broken time', `${base64(csv)}\tyesterday\ttext/csv`, 'its GeneratedTime is not a time'],
  ])('%s', async (_, content, words) => {
    await expect(read(content)).rejects.toThrow(words);
  });
});
