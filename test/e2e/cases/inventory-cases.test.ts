import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { casesFolder, runCase } from './case-run.ts';

const base = { alice: 'idle', bob: 'never-used', carol: 'active' };
const isAbsent = !existsSync(casesFolder);

describe.skipIf(isAbsent)('an inventory as people have it is read', () => {
  it.each<[string, object]>([
    ...[0, 1, 2].flatMap((rest): [string, object][] => [
      [`60-junk-len${rest}`, base],
      [`60-report-output-text-${rest}`, base],
    ]),
    ['62-report-utf16', base],
    ['62-report-utf16-csv', base],
    ['63-report-semicolon', base],
    ['63-report-tab', base],
    ['64-report-content-decoded', base],
    ['64-report-content-decoded-nogen', base],
    ['67-report-base64-crlf', base],
    ['67-report-base64-quoted', base],
    ['67-report-base64-wrapped', base],
    ['67-report-json-wrapped', base],
    ['74-report-gz', base],
    ['76-report-two-jsons', base],
    ['76-report-two-accounts', base],
    ['76-report-two-accounts-prefixed', base],
    ['77-report-spaces', base],
    ['80-users-ndjson', base],
    ['80-users-pages-concat', base],
    ['80-users-pages-jq', base],
    ['80-users-query-array', base],
    ['80-users-utf16', base],
    ['80-users-gz', base],
    ['82-deleted-user', base],
  ])('%s', async (name, states) => {
    const { exit, missing, states: found } = await runCase(name);
    expect({ exit, missing, states: found }).toEqual({ exit: 0, missing: [], states });
  });

  it.each(['60-stale-text', '60-stale-json'])('%s is old, so the silent are unknown', async (name) => {
    expect((await runCase(name)).states).toEqual({ alice: 'unknown', bob: 'unknown', carol: 'active' });
  });
});

describe.skipIf(isAbsent)('an inventory that is not read is refused by name, with what to do', () => {
  it.each([
    [
      '61-report-yaml',
      /is YAML, which is not supported; make one with: aws iam get-credential-report --output json > FILE$/,
    ],
    ['61-report-yaml-plain', /is YAML, which is not supported; make one with: /],
    ['65-report-bytes-repr', /as Python shows bytes, b'\.\.\.'; write them decoded, or make one with: /],
    ['65-report-json-bytes-repr', /its Content is written as Python shows bytes/],
    ['66-steampipe-csv', /the header lacks user, arn; make one with: /],
    ['73-report-empty', /is empty; make one with: /],
    ['73-report-error', /holds an error message of the AWS CLI; make one with: /],
    ['73-report-state', /is the answer of generate-credential-report \(STARTED\), not the report; make one with: /],
    ['80-users-text', /is the AWS CLI's text output; make it with: aws iam list-users --output json > FILE$/],
    ['80-users-yaml', /is YAML, which is not supported; make it with: /],
    ['80-users-projected', /users\.json: Users\[0\]: UserId is missing$/],
  ])('%s', async (name, words) => {
    const { exit, missing } = await runCase(name);
    expect(exit).toBe(2);
    expect(missing[0]).toMatch(words);
  });
});
