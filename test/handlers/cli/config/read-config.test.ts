import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { settingBounds } from '../../../../domain/settings/bounds.ts';
import { findings } from '../../../../domain/settings/fail-on.ts';
import { formats, rowFormats } from '../../../../domain/settings/settings.ts';
import { findConfig } from '../../../../handlers/cli/config/find-config.ts';
import { readConfig } from '../../../../handlers/cli/config/read-config.ts';
import schema from '../../../../handlers/cli/schemas/config.schema.json' with { type: 'json' };
import { readDocuments } from '../../../documents/markdown.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

const dir = temporaryFolder();
const file = join(dir, 'lastseen.yml');

/** What is said of a file with this text: each line without the file's name; empty where it is right. */
async function saidOf(text: string | Uint8Array): Promise<string[]> {
  writeFileSync(file, text);
  const said = await readConfig(file).then(
    () => '',
    ({ message }: Error) => message,
  );
  return said.split('\n').map((line) => line.replace(`${file}:`, ''));
}

describe('lastseen.yml', () => {
  it('with five mistakes gets five lines, each with its line, its column and what to give', async () => {
    const text = `thresold: 90
exemptions:
  - pattern: svc-[ab]
  - patern: x
  - pattern: intern-*
    end: 2027-02-30
accounts: [012345678901]
`;
    expect(await saidOf(text)).toEqual([
      expect.stringMatching(
        /^1:1: thresold: unknown key; did you mean threshold\? give one of threshold, exemptions, /,
      ),
      expect.stringMatching(/^3:14: exemptions\[0\]\.pattern: svc-\[ab\]; give a name or path with \* and \?/),
      '4:5: exemptions[1].patern: unknown key; did you mean pattern? give one of pattern, reason, owner, end',
      '6:10: exemptions[2].end: 2027-02-30; give a day like 2027-03-31',
      '7:12: accounts[0]: 12345678901, a number; give the 12 digits of an account, in quotes',
    ]);
  });

  it.each([
    ['a text for a number', 'threshold: "90"', /^1:12: threshold: 90, a string; give whole days from 1 to 3650$/],
    ['a number beyond its bounds', 'threshold: 0', /^1:12: threshold: 0; give whole days from 1 to 3650$/],
    ['a key without a value', 'threshold:', /^1:\d+: threshold: null; give whole days/],
    [
      'a window over midnight',
      'lifecycle: {window: {fromHour: 22, toHour: 4}}',
      /^1:21: lifecycle\.window: opens at 22 and closes at 4; give a toHour after fromHour of the same day$/,
    ],
    [
      'a window that the default closes',
      'lifecycle: {window: {fromHour: 15}}',
      /^1:21: lifecycle\.window: opens at 15 and closes at 14; /,
    ],
    ['a key that stands twice', 'threshold: 90\nthreshold: 80', /^2:1: this key stands twice; keep one$/],
    ['a list', '- a', /^1:1: the file: an array; give one or more of threshold, exemptions, /],
    ['a single word', 'threshold', /^1:1: the file: threshold, a string; give one or more of/],
    ['an object of nothing', '{}', /^1:1: the file: an object; give one or more of/],
    ['an exemption of everybody', 'exemptions:\n  - pattern: "*"', /^2:14: exemptions\[0\]\.pattern: \*; give a name/],
    [
      'an exemption of every path',
      'exemptions: [{pattern: "/*"}]',
      /^1:24: exemptions\[0\]\.pattern: \/\*; give a name/,
    ],
    [
      'a pattern that YAML takes for an alias',
      'exemptions:\n  - pattern: *svc',
      /^2:14: \*svc is an alias of YAML; put/,
    ],
    [
      'a pattern with its end behind it',
      'exemptions: [{pattern: a until=2027-01-01}]',
      /^1:24: .*; give a name or path/,
    ],
    [
      'an end in the reason',
      'exemptions: [{pattern: a, reason: x until=2027-01-01}]',
      /^1:35: .*; the end stands in end$/,
    ],
    [
      'an account without its zeros',
      'accounts: {12345678901: {owner: a}}',
      /^1:12: accounts\.12345678901: give the 12 digits of an account, in quotes, or an organizational unit like 'ou:\/Production'$/,
    ],
    [
      'a setting of an account that does not exist',
      "accounts: {'111122223333': {treshold: 45}}",
      /^1:29: accounts\.111122223333\.treshold: unknown key; did you mean threshold\?/,
    ],
    [
      'a skip without an end',
      "accounts: {'111122223333': {skip: {reason: closing}}}",
      /^1:35: accounts\.111122223333\.skip: end is missing; give reason and end/,
    ],
    [
      'an account of nothing',
      "accounts: {'111122223333': {}}",
      /^1:28: accounts\.111122223333: an object; give one or more of threshold, exemptions, owner, skip$/,
    ],
    ['a pattern that is a number', 'exemptions: [{pattern: 12}]', /^1:24: exemptions\[0\].pattern: 12, a number; give/],
    [
      'an exemption without a pattern',
      'exemptions: [{owner: a}]',
      /^1:14: exemptions\[0\]: pattern is missing; give pattern/,
    ],
    ['an exemption that is a text', 'exemptions: [svc-*]', /^1:14: exemptions\[0\]: svc-\*, a string; give pattern/],
    ['a tag without a key', 'exemptTags: [=x]', /^1:14: exemptTags\[0\]: =x; give a tag's KEY/],
    [
      'a finding that is none',
      'failOn: [unused>ten]',
      /^1:10: failOn\[0\]: unused>ten; give one of unused, unused-keys/,
    ],
    [
      'a column that is none',
      'outputs: {keys: {columns: [id, agee]}}',
      /^1:32: outputs\.keys\.columns\[1\]: agee; did you mean .*age/,
    ],
    [
      'findings of keys',
      'outputs: {keys: {format: asff}}',
      /^1:26: outputs\.keys\.format: asff; give one of table, json/,
    ],
    [
      'an answer without an output',
      'outputs: {show: {format: json}}',
      /^1:11: outputs\.show: unknown key; .*scan, list, keys, diff$/,
    ],
    ['two documents', 'threshold: 90\n---\nthreshold: 80', /^2:1: a second document begins here; take out/],
    ['a list without its end', 'regions: [a', /^1:\d+: .*must .*\]/],
    ['a tab', 'outputs:\n\tlist: {}', /^2:1: Tabs are not allowed/],
    ['a tag of YAML', 'threshold: !days 90', /^1:12: Unresolved tag: !days/],
    ['too many levels', `data: ${'['.repeat(100_000)}`, /is nested too deeply$/],
    ['too many lists in lists', `data:\n  ${'- '.repeat(100_000)}`, /is nested too deeply$/],
    ['nothing', '', /is empty; delete it, or set something$/],
    ['a remark alone', '# threshold: 90\n', /is empty; delete it, or set something$/],
    ['another encoding', Buffer.from('\ufeffthreshold: 90', 'utf16le'), /is not UTF-8; save it as UTF-8$/],
    ['a log by mistake', 'a'.repeat(4_200_000), /is longer than 4 MB/],
  ])('of %s is refused in one line', async (_, text, says) => {
    expect(await saidOf(text)).toEqual([expect.stringMatching(says)]);
  });

  it('with a bomb of aliases is refused before it grows', async () => {
    const levels = 'bcdefghij'
      .split('')
      .map((name, index) => `${name}: &${name} [${`*${'abcdefghi'[index]},`.repeat(9)}]`);
    const said = await saidOf(['a: &a [x,x,x,x,x,x,x,x,x]', ...levels].join('\n'));
    for (const line of said) expect(line).toMatch(/^\d+:\d+: \*[a-i] is an alias of YAML/);
  });

  it.each([
    ['a folder', dir, /: is a folder; give a file$/],
    ['a file that is not there', join(dir, 'none.yml'), /: does not exist$/],
    ['a device', '/dev/zero', /: is a device; give a file$/],
  ])('that is %s is named as such', async (_, path, says) => {
    await expect(readConfig(path)).rejects.toThrow(says);
  });

  it('is found in the folder or in the nearest above it', () => {
    writeFileSync(file, '');
    expect(findConfig(dir)).toBe(file);
    expect(findConfig(join(dir, 'a', 'b'))).toBe(file);
    expect(findConfig('/')).toBeUndefined();
  });

  it('as documented is a right one', async () => {
    const document = readDocuments().get('handlers/cli/README.md');
    const [example = ''] = document?.yamlBlocks.filter((block) => block.includes('exemptions:')) ?? [];
    expect(example).toMatch(/^# yaml-language-server: \$schema=\S+\/handlers\/cli\/schemas\/config\.schema\.json\n/);
    expect(await saidOf(example)).toEqual(['']);
    const { config } = await readConfig(file);
    expect(Object.keys(config).sort()).toEqual(
      Object.keys(schema.properties)
        .filter((key) => key !== 'endpoint')
        .sort(),
    );
  });
});

describe('the schema', () => {
  it('knows what the code knows', () => {
    const { threshold, failOn } = schema.properties;
    const { usersOutput, rowFormat } = schema.definitions;
    expect({ min: threshold.minimum, max: threshold.maximum, default: 90 }).toEqual(settingBounds.thresholdDays);
    expect(usersOutput.properties.format.enum).toEqual([...formats]);
    expect(rowFormat.enum).toEqual([...rowFormats]);
    for (const finding of findings) expect(`${finding}>10`).toMatch(new RegExp(failOn.items.pattern));
  });

  it('describes every key, and allows no other', () => {
    const { exemptions, account } = schema.definitions;
    const objects = [schema, exemptions.items, account, account.properties.skip, schema.properties.outputs];
    for (const { additionalProperties } of objects) expect(additionalProperties).toBe(false);
    const described = { ...schema.properties, ...exemptions.items.properties, ...account.properties };
    for (const { description } of Object.values(described)) expect(description).toMatch(/\.$/);
  });
});
