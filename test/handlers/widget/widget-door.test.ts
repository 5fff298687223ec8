import type { Context } from 'aws-lambda';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { coverageWith } from '../../../domain/coverage/coverage.ts';
import { plainText } from '../../../domain/plain-text.ts';
import { type Assessment, assess } from '../../../domain/verdict/assessment.ts';
import type { Run } from '../../../domain/verdict/run.ts';
import { dynamodbTable } from '../../../infra/aws/dynamodb/dynamodb-table.ts';
import {
  account,
  daysAgo,
  facts,
  iamUser,
  lastSeen,
  now,
  password,
  question,
  region,
  sighting,
  usedAt,
  user,
} from '../../domain/builders.ts';
import { type EmbeddedDynamodb, ensureTable, startEmbeddedDynamodb } from '../../fakes/embedded-dynamodb.ts';
import { writeRun } from '../write-run.ts';

let dynamodb: EmbeddedDynamodb;
let tables = 0;
beforeAll(async () => {
  dynamodb = await startEmbeddedDynamodb();
});
afterAll(() => dynamodb.stop());
beforeEach(() => {
  const given = {
    TABLE_NAME: `widget-${++tables}`,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_DYNAMODB: dynamodb.endpoint,
    POWERTOOLS_DEV: 'true',
  };
  for (const [name, value] of Object.entries(given)) vi.stubEnv(name, value);
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** The door as Lambda loads it. */
async function invoke(event: object = { widgetContext: { dashboardName: 'lastseen-prod' } }): Promise<string> {
  vi.resetModules();
  const { handler } = await import('../../../handlers/lambda/widget.ts');
  const invokedFunctionArn = `arn:aws:lambda:eu-west-1:${account()}:function:lastseen-prod-widget`;
  return handler(event, { invokedFunctionArn } as Context);
}

/** A user of this number, silent for so many days. */
function person(number: number, idleDays: number, changes: Parameters<typeof facts>[0] = {}, name = `user-${number}`) {
  const one = iamUser({
    userName: name,
    userId: user(`AIDAWIDGET${`${number}`.padStart(10, '0')}`),
    credentials: [password({ lastUse: usedAt(daysAgo(idleDays)) })],
  });
  return assess(facts({ user: one, ...changes }), question);
}

/** The table after a run that judged these users. */
async function judge(people: readonly Assessment[], changes: Partial<Run> = {}): Promise<void> {
  const name = `widget-${tables}`;
  await ensureTable(dynamodb.client, name);
  const coverage = { kind: 'whole', regions: [] } as const;
  const run = { accountId: account(), asOf: now, thresholdDays: 90, coverage, ...changes };
  await writeRun(dynamodbTable(dynamodb.client, name), run, people);
}

/** The text of each cell, row by row, as it stands in the HTML. */
const rowsOf = (html: string) =>
  [...html.matchAll(/<tr>(.*?)<\/tr>/g)].map(([, row]) => [...`${row}`.matchAll(/<td>(.*?)<\/td>/g)].map(([, c]) => c));

const exemption = { by: 'tag x', until: undefined, reason: undefined, ended: false };
const failed = { kind: 'source-failed', source: 'list-users', why: 'Throttling' } as const;

describe('the widget of unused users', () => {
  it('has the longest unused first, with state, days and reason', async () => {
    const bob = assess(
      facts({ user: iamUser({ userName: 'bob', credentials: [], passwordLastUsed: undefined }) }),
      question,
    );
    await judge([person(1, 120), person(2, 300), person(3, 5), bob]);
    const html = await invoke();
    expect(html).toContain('<strong>3 of 4 users unused</strong>');
    expect(html).toContain(
      `Account 123456789012, as of ${now}; unused means no activity for 90 days or more.</p><table>`,
    );
    expect(rowsOf(html)).toEqual([
      [],
      [
        'bob',
        'never-used',
        '400',
        'never seen since it was created 400 days ago; it has no credential; its SSH keys were not looked at',
      ],
      ['user-2', 'idle', '300', 'last seen 300 days ago by the credential report, password'],
      ['user-1', 'idle', '120', 'last seen 120 days ago by the credential report, password'],
    ]);
  });

  it('shows twenty and says how many more there are, and where', async () => {
    await judge(Array.from({ length: 23 }, (_, index) => person(index, 100 + index)));
    const html = await invoke();
    expect(rowsOf(html)).toHaveLength(21);
    expect(rowsOf(html)[1]?.[0]).toBe('user-22');
    expect(html).toContain(`and 3 more: <code>lastseen list --table widget-${tables}</code>`);
  });

  it('leaves exempt users out and counts them, and says what could not be seen', async () => {
    const gaps = [{ region: region(), from: '2026-11-03', to: '2026-11-09' }];
    const coverage = coverageWith([region()], gaps);
    await judge([person(1, 120), person(2, 300, { exemption }), person(3, 200, { gaps: [failed] })], { coverage });
    const html = await invoke();
    expect(rowsOf(html).map(([name]) => name)).toEqual([undefined, 'user-1']);
    expect(html).toContain('1 of 3 users unused</strong>, 1 more unused and exempt.');
    expect(html).toContain(`<p>Cannot be judged: 1. lastseen list --table widget-${tables} --state unknown</p>`);
    expect(html).toContain('<p>Not corroborated by CloudTrail: eu-west-1 not watched 2026-11-03 to 2026-11-09</p>');
  });

  it('has no table of users where nobody is unused', async () => {
    await judge([person(1, 5)]);
    const html = await invoke();
    expect(html).toContain('0 of 1 users unused');
    expect(html).not.toContain('<table>');
  });

  it.each([
    '<script>alert(1)</script>',
    '</td></tr></table><img src=x onerror=alert(1)>',
    `"'&amp;\`\${1}$&`,
    '\u202egnp.exe\u0007\u2028',
    '<a class="btn" href="javascript:1">x</a><cwdb-action action="call">',
  ])('a hostile name and call are inert: %s', async (text) => {
    const seen = lastSeen(sighting({ at: daysAgo(200), eventName: text, userAgent: text, errorCode: text }));
    await judge([person(1, 250, { lastSeen: seen }, text)]);
    const html = await invoke();
    const elements = [...html.matchAll(/<\/?([^\s>/]*)[^>]*>/g)];
    const plain = ['div', 'p', 'strong', 'table', 'thead', 'tr', 'th', 'tbody', 'td'];
    expect(new Set(elements.map(([, name]) => name))).toEqual(new Set(plain));
    expect(elements.map(([whole]) => whole).filter((each) => each.includes(' '))).toEqual([]);
    expect(rowsOf(html)).toHaveLength(2);
    expect(plainText(html)).toBe(html);
    expect(rowsOf(html)[1]?.[0]).toContain(
      text.includes('<') ? '&lt;' : text.includes('"') ? '&quot;' : '\\u{202e}gnp',
    );
  });

  it('says that there is no run yet', async () => {
    await ensureTable(dynamodb.client, `widget-${tables}`);
    expect(await invoke()).toBe(
      `<p>No user of account 123456789012 is judged yet: the table widget-${tables} has no finished run. ` +
        'Start one by invoking reconcile.</p>',
    );
  });

  it('says in words that the table could not be read, and logs the cause', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
    const html = await invoke();
    expect(html).toContain(`could not be read from the table widget-${tables}: ResourceNotFoundException`);
    expect(html).not.toContain('unused');
    expect(`${logged.mock.calls[0]?.[0]}`).toContain('Requested resource not found');
  });

  it('describes itself without a look at the table', async () => {
    vi.stubEnv('TABLE_NAME', '');
    expect(await invoke({ describe: true })).toMatch(/^## Unused users\n\nThe 20 IAM users/);
  });
});
