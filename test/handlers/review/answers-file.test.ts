import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ReviewRow } from '../../../domain/review/review-row.ts';
import { reviewListCsv, reviewListText } from '../../../handlers/cli/render/review/review-list.ts';
import { readAnswersFile } from '../../../handlers/review/answers-file.ts';
import { idOf } from '../../domain/lifecycle/world.ts';
import { campaign } from '../../domain/review/world.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const dir = temporaryFolder();
let files = 0;

async function read(text: string) {
  const path = join(dir, `${++files}.csv`);
  writeFileSync(path, text);
  return readAnswersFile(path);
}

const row = (userName: string): ReviewRow => ({
  ...{ userId: idOf(1), userName, arn: `arn:${userName}`, owner: 'team', asked: 'team' },
  ...{ admin: null, state: null, idleDays: null, lastUse: null, credentials: [] },
  recommendation: { advice: 'gone', why: 'a "quoted", long\nreason' },
  standing: { kind: 'unanswered' },
});

describe('a file of answers', () => {
  it.each([',', ';', '\t'])(
    'separated by %j is read by the names of its columns, whatever their order',
    async (mark) => {
      const lines = [
        ['Answer', 'note', 'USERNAME', 'until'],
        ['keep', 'x', "'=olive", '2027-01-01'],
        [],
        ['', '', 'silent', ''],
      ];
      expect(await read(`\uFEFF${lines.map((cells) => cells.join(mark)).join('\r\n')}`)).toEqual({
        kind: 'ok',
        value: [{ place: 'line 2', cells: { answer: 'keep', userName: '=olive', until: '2027-01-01' } }],
      });
    },
  );

  it('in JSON may have numbers', async () => {
    expect(await read('[{"userId":"AIDAX","answer":"seasonal","month":3,"extra":{}},{"userName":"b"}]')).toEqual({
      kind: 'ok',
      value: [{ place: 'item 1', cells: { userId: 'AIDAX', answer: 'seasonal', month: '3' } }],
    });
  });

  it.each([
    ['without a head', 'olive,keep\n', /the first row must name the columns/],
    ['without an answer', 'userName,answer\nolive,\n', /no row has an answer/],
    ['that is not closed', 'userName,answer\n"olive,keep\n', /not a CSV/],
    ['of one JSON object', '{"userName":"olive"}', /not a JSON array/],
    ['of broken JSON', '[{"userName":', /not a JSON array/],
    ['that is empty', '', /the first row/],
  ])('%s is refused', async (_, text, todo) => {
    expect(await read(text)).toMatchObject({ kind: 'wrong', problems: [{ todo: expect.stringMatching(todo) }] });
  });

  it('that is not there is refused', async () => {
    expect(await readAnswersFile(join(dir, 'none.csv'))).toMatchObject({ kind: 'wrong' });
  });

  it('is the list that was written, once its answers are filled in', async () => {
    const names = ['olive', '+calc', '=1+1', '@x', 'a,b'];
    const csv = reviewListCsv({ reviewer: 'team', rows: names.map(row) });
    expect(await read(csv)).toMatchObject({ problems: [{ todo: expect.stringMatching(/no row has an answer/) }] });
    expect(csv).not.toMatch(/(?:^|,)"?[=+@]/m);
    const filled = await read(csv.replaceAll(/,,,,,,gone/g, ',remove,,,,=left,gone'));
    if (filled.kind === 'wrong') return expect.fail('the list is read back');
    expect(filled.value.map(({ cells }) => cells)).toEqual(
      names.map((userName) => ({ userId: idOf(1), userName, answer: 'remove', reason: '=left' })),
    );
  });
});

describe('the text of a list', () => {
  it('shows what strangers wrote in one line each, and says what no answer means', () => {
    const list = { reviewer: 'team\u001b[2J', rows: [row('olive')] };
    const text = reviewListText(list, campaign(), 'x.csv');
    expect(text).toContain('For team\\u{1b}[2J: please say by 2026-12-02 (UTC) which of 1 IAM user are still needed.');
    expect(text).toContain('recommended  gone: a "quoted", long\\u{a}reason');
    expect(text).toContain('No answer changes nothing');
    expect(reviewListText(list, campaign({ unanswered: 'lifecycle' }), 'x.csv')).toContain(
      'Without an answer the usual way',
    );
  });
});
