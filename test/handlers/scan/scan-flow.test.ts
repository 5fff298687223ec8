import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TableWrite } from '../../../domain/table/table-write.ts';
import { listAssessments } from '../../../handlers/query/list-assessments.ts';
import { everyRow, type ListSelection } from '../../../handlers/query/list-selection.ts';
import { readVerdicts } from '../../../handlers/query/read-verdicts.ts';
import { showUser } from '../../../handlers/query/show-user.ts';
import { dynamodbTable } from '../../../infra/aws/dynamodb/dynamodb-table.ts';
import { openEmbeddedTable } from '../../../infra/local/embedded-table.ts';
import type { LastSeenTable } from '../../../infra/ports/last-seen-table.ts';
import { account, call, daysAgo, detailsOf, reportOf, write, writeLog } from '../../e2e/inputs.ts';
import { type EmbeddedDynamodb, ensureTable, startEmbeddedDynamodb } from '../../fakes/embedded-dynamodb.ts';
import { memoryLastSeenTable } from '../../fakes/memory-last-seen-table.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { dumpOf, scanFiles } from './scan-files.ts';

const dir = temporaryFolder();
let files = 0;
const report = (...rows: Parameters<typeof reportOf>[0]) => write(dir, `${++files}.csv`, reportOf(rows));
const details = (...users: Parameters<typeof detailsOf>[0]) => write(dir, `${++files}.json`, detailsOf(users));
const logs = (...records: readonly unknown[]) => writeLog(join(dir, `${++files}`), 'log.json.gz', records);

const key = { created: daysAgo(700), used: daysAgo(200) };
const idleBob = { user: 'bob', key };
const bob = { user: 'bob', id: 'AIDABOB00000001', created: daysAgo(800) };

let dynamodb: EmbeddedDynamodb;
let tables = 0;
beforeAll(async () => {
  dynamodb = await startEmbeddedDynamodb();
});
const open: LastSeenTable[] = [];
afterAll(async () => {
  for (const table of open) await table.close();
  await dynamodb.stop();
});

const tableKinds = [
  { kind: 'memory', open: async () => memoryLastSeenTable() },
  {
    kind: 'the embedded server',
    open: async () => {
      const name = `flow-${++tables}`;
      await ensureTable(dynamodb.client, name);
      return dynamodbTable(dynamodb.client, name);
    },
  },
  {
    kind: 'the embedded table',
    open: async () => {
      const table = await openEmbeddedTable(temporaryFolder(), 'create');
      open.push(table);
      return table;
    },
  },
];

describe.each(tableKinds)('scans into $kind', ({ open }) => {
  let table: LastSeenTable;
  beforeAll(async () => {
    table = await open();
  });

  it('logs alone tell who was seen, when and how, and judge nobody', async () => {
    const seen = call('bob', daysAgo(3), { errorCode: 'AccessDenied' });
    const answer = await scanFiles(table, { trail: [logs(seen, call('bob', daysAgo(4)))] });
    expect(answer.users).toEqual([]);
    expect(answer.accounts).toMatchObject([{ accountId: account, judged: false, users: 0 }]);
    expect(answer.seenButNotInInventory).toMatchObject([
      { userId: bob.id, userName: 'bob', lastActivity: { at: daysAgo(3), errorCode: 'AccessDenied' } },
    ]);
    expect((await listOf(table)).unjudged).toEqual([account]);
  });

  it('an inventory alone judges by IAM and by what earlier scans saw, and says that logs vouch for nothing', async () => {
    const answer = await scanFiles(table, { report: report(idleBob, { user: 'eve', key }) });
    const states = answer.users.map(({ userName, state, corroborated }) => ({ userName, state, corroborated }));
    expect(states).toEqual([
      { userName: 'eve', state: 'idle', corroborated: false },
      { userName: 'bob', state: 'active', corroborated: false },
    ]);
    expect(answer.records).toMatchObject({ received: 0, files: 0 });
  });

  it('both, some time later, add to what is there', async () => {
    const trail = [logs(call('eve', daysAgo(60)))];
    const answer = await scanFiles(table, { trail, report: report(idleBob, { user: 'eve', key }) });
    expect(answer.users.map(({ userName, state }) => `${userName} ${state}`)).toEqual(['eve active', 'bob active']);
    const shown = await showUser(table, 'bob', undefined);
    expect(shown.activeDays).toEqual([daysAgo(4).slice(0, 10), daysAgo(3).slice(0, 10)]);
    expect(shown.lastSuccess).toBe(daysAgo(4));
  });

  it('a user who is gone from the inventory is gone from the list, and what was seen of it is kept', async () => {
    const answer = await scanFiles(table, { report: report(idleBob) });
    expect(answer.seenButNotInInventory).toMatchObject([{ userName: 'eve' }]);
    const { users } = await listOf(table);
    expect(users.map(({ userName }) => userName)).toEqual(['bob']);
    expect((await showUser(table, 'eve', undefined)).user).toBeNull();
  });

  it('the same again writes nothing', async () => {
    const given = { trail: [logs(call('bob', daysAgo(2)))], report: report(idleBob) };
    expect((await scanFiles(table, given)).writes).toBeGreaterThan(0);
    expect((await scanFiles(table, given)).writes).toBe(0);
  });
});

const listOf = async (table: LastSeenTable, selection: Partial<ListSelection> = {}) =>
  listAssessments(await readVerdicts(table, undefined), { ...everyRow, ...selection });

describe('logs alone, after a scan that judged', () => {
  it('make an idle user active in the list, and leave the others as they were', async () => {
    const table = memoryLastSeenTable();
    await scanFiles(table, { report: report(idleBob, { user: 'eve', key }), details: details(bob) });
    await scanFiles(table, { trail: [logs(call('bob', daysAgo(1)))] });
    const { users } = await listOf(table);
    expect(users.map(({ userName, state }) => `${userName} ${state}`).sort()).toEqual(['bob active', 'eve idle']);
    expect(users.find(({ userName }) => userName === 'bob')?.lastActivity).toMatchObject({
      at: daysAgo(1),
      source: 'cloudtrail',
    });
    expect((await listOf(table, { states: new Set(['idle', 'never-used']) })).users).toHaveLength(1);
  });

  it('that are old make nobody active', async () => {
    const table = memoryLastSeenTable();
    await scanFiles(table, { report: report(idleBob) });
    await scanFiles(table, { trail: [logs(call('bob', daysAgo(150)))] });
    const { users } = await listOf(table);
    expect(users).toMatchObject([{ userName: 'bob', state: 'idle', lastActivity: { at: daysAgo(150) } }]);
  });
});

describe('what a scan writes', () => {
  const manyLogs = (users: number, each: number) =>
    logs(
      ...Array.from({ length: users * each }, (_, index) =>
        call(`user${index % users}`, daysAgo(1 + (index % 5)), { eventID: `e${index}` }),
      ),
    );

  it('is as much for twice the records, and twice as much for twice the users', async () => {
    const writes = async (users: number, each: number) => {
      const { records, writes: made } = await scanFiles(memoryLastSeenTable(), { trail: [manyLogs(users, each)] });
      expect(records).toMatchObject({ received: users * each, recorded: users * each });
      return made;
    };
    /** Of the account, once: that it is there, its Region's last record, its Region's days. */
    const beside = 3;
    expect(await writes(10, 50)).toBe(await writes(10, 100));
    expect(await writes(20, 50)).toBe(2 * (await writes(10, 50)) - beside);
  });
});

describe('records are conserved', () => {
  const nobody = { type: 'IAMUser', accountId: account };
  const kinds = {
    recorded: () => call('bob', daysAgo(1)),
    ignored: () => call('bob', daysAgo(1), { userIdentity: { type: 'AWSService', invokedBy: 'x' } }),
    malformed: () => call('bob', 'yesterday'),
    nobody: () => call('bob', daysAgo(1), { userIdentity: nobody }),
    text: () => 'no record',
    nothing: () => null,
  };
  const mixtures = fc.array(fc.constantFrom(...Object.values(kinds)), { minLength: 1, maxLength: 40 });

  it('received is recorded, ignored, malformed and failed, whatever is in the files', async () => {
    await fc.assert(
      fc.asyncProperty(mixtures, async (mixture) => {
        const { records } = await scanFiles(memoryLastSeenTable(), { trail: [logs(...mixture.map((make) => make()))] });
        const ignored = Object.values(records.ignored).reduce((sum, count) => sum + count, 0);
        expect(records.received).toBe(mixture.length);
        expect(records.recorded + ignored + records.malformed + records.failed).toBe(mixture.length);
        expect(records.recorded).toBe(mixture.filter((make) => make === kinds.recorded).length);
        expect(records.malformedRecords).toHaveLength(records.malformed);
      }),
      { numRuns: 20 },
    );
  });

  it('unreadable files are told apart from files that hold none', async () => {
    const folder = join(dir, 'mixed');
    mkdirSync(folder);
    writeFileSync(join(folder, 'none.json'), '{"Records":[]}');
    writeFileSync(
      join(folder, 'cut.json.gz'),
      gzipSync(JSON.stringify({ Records: [call('bob', daysAgo(1))] })).subarray(0, 60),
    );
    writeLog(folder, 'one.json', [call('bob', daysAgo(1))]);
    const { records, missing } = await scanFiles(memoryLastSeenTable(), { trail: [folder] });
    expect(records).toMatchObject({ files: 3, recorded: 1, failed: 0 });
    expect(records.unreadable.map(({ file }) => file)).toEqual([join(folder, 'cut.json.gz')]);
    expect(missing).toHaveLength(1);
  });
});

/** The table, but for its write of this number, which fails and is not made; from then on nothing answers any more. */
function failingAt(table: LastSeenTable, number: number): LastSeenTable {
  let begun = 0;
  const begin = () => {
    begun++;
    if (begun >= number) throw new Error(`write ${begun} failed`);
  };
  const apply = async (write: TableWrite) => {
    begin();
    return table.apply(write);
  };
  const replaceHistory: LastSeenTable['replaceHistory'] = async (...head) => {
    begin();
    return table.replaceHistory(...head);
  };
  return { ...table, apply, replaceHistory };
}

describe('a scan whose table fails on the way', () => {
  const given = () => ({
    trail: [
      logs(
        ...['ann', 'ben', 'bob'].flatMap((user) => [call(user, daysAgo(1)), call(user, daysAgo(40))]),
        call('gone', daysAgo(3)),
      ),
    ],
    report: report(idleBob, { user: 'ann', key }, { user: 'ben', key }, { user: 'eve', key }),
    details: details(bob),
  });

  it('ends in the same table and the same verdicts when it is run again, wherever it failed', async () => {
    const inputs = given();
    const whole = memoryLastSeenTable();
    const answer = await scanFiles(whole, inputs);
    const expected = await dumpOf(whole);
    expect(answer.writes).toBeGreaterThan(10);
    for (let number = 1; number <= answer.writes; number++) {
      const table = memoryLastSeenTable();
      await expect(scanFiles(failingAt(table, number), inputs)).rejects.toThrow(/failed/);
      const again = await scanFiles(table, inputs);
      expect(await dumpOf(table)).toBe(expected);
      expect(again.users).toEqual(answer.users);
    }
  });

  it('begins no further write', async () => {
    let calls = 0;
    const table = memoryLastSeenTable();
    const broken: LastSeenTable = {
      ...table,
      apply: async (write) => {
        if (write.kind === 'account') return table.apply(write);
        calls++;
        throw new Error('it failed');
      },
    };
    const users = Array.from({ length: 200 }, (_, index) => call(`u${index}`, daysAgo(1)));
    await expect(scanFiles(broken, { trail: [logs(...users)] })).rejects.toThrow('it failed');
    expect(calls).toBeLessThanOrEqual(16);
  });
});
