import stringWidth from 'string-width';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseSettings } from '../../../../domain/settings/settings.ts';
import { renderScan } from '../../../../handlers/cli/render/render-scan.ts';
import { terminalOf } from '../../../../handlers/cli/terminal.ts';
import { everyRow } from '../../../../handlers/query/list-selection.ts';
import { type ScanReport, scanReport } from '../../../../handlers/report/scan-report.ts';
import { readInventory } from '../../../../handlers/scan/read-inventory.ts';
import { scan } from '../../../../handlers/scan/scan.ts';
import { readTrail } from '../../../../handlers/trail/read-trail.ts';
import { call, daysAgo, now, reportOf, write, writeLog } from '../../../e2e/inputs.ts';
import { memoryLastSeenTable } from '../../../fakes/memory-last-seen-table.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

const dir = temporaryFolder();
const idle = (days: number) => ({ user: `idle-${days}`, key: { created: daysAgo(700), used: daysAgo(days) } });
const longName = `svc-${'x'.repeat(56)}-end`;
const credentialReport = write(
  dir,
  'report.csv',
  reportOf([
    ...Array.from({ length: 24 }, (_, index) => idle(100 + index)),
    { user: longName, key: { created: daysAgo(700), used: daysAgo(600) } },
    { user: 'exempt', key: { created: daysAgo(700), used: daysAgo(500) } },
    { user: 'active', key: { created: daysAgo(700), used: daysAgo(1) } },
    { user: 'bare' },
  ]),
);
const trail = writeLog(dir, 'log.json', [
  call('active', daysAgo(1)),
  call('active', 'yesterday'),
  call('gone', daysAgo(2)),
]);

let report: ScanReport;
beforeAll(async () => {
  const settings = parseSettings({ exempt: ['exempt', 'nobody-*'] }, now);
  if (settings.kind !== 'ok') throw new Error(JSON.stringify(settings));
  const inventory = await readInventory(
    { credentialReport: [credentialReport], reportMade: now, authorizationDetails: [], users: [] },
    now,
  );
  const reading = await readTrail([trail], now, { bytes: () => {}, file: () => {} });
  const { question, exemptions } = settings.value;
  report = scanReport(
    await scan(reading, inventory, { question, exemptions }, memoryLastSeenTable()),
    reading,
    inventory,
    { question, exemptions },
  );
});

const linesOf = (columns: number, { verbose = false, all = false } = {}) => {
  const terminal = terminalOf({ isTTY: true, columns }, { color: 'never' }, {});
  const view = { all, listCommand: 'npx lastseen list', selection: everyRow };
  return renderScan(report, { format: 'table', terminal, verbose }, view).trimEnd().split('\n');
};

describe('the table of a scan', () => {
  it('begins with the answer', () => {
    expect(linesOf(80).slice(0, 2)).toEqual([
      '27 of 28 users are unused, 26 of them not exempt; 0 unknown',
      '26 active keys and 0 passwords unused; as of 2026-11-23, threshold 90 days',
    ]);
  });

  it('shows the twenty longest unused and names the command for the rest', () => {
    const lines = linesOf(80);
    expect(lines[3]).toMatch(/^USER +STATE +DAYS/);
    expect(lines.slice(4, 7).map((line) => line.split(/ +/)[0])).toEqual(['bare', 'svc-xxxxxx…xxxxxx-end', 'exempt']);
    expect(lines[24]).toBe('and 7 more: npx lastseen list --state unused');
  });

  it('says once what holds for all, and only counts what cannot be read', () => {
    const text = linesOf(120).join('\n');
    expect(text.match(/malformed/g)).toHaveLength(1);
    expect(text).toContain('1 malformed record: --verbose lists them');
    expect(text).toContain('1 unused user has no active credential; SSH keys were not looked at');
    expect(text).toContain('no user is exempt by name nobody-*: check its spelling');
    expect(text).toMatch(/^3 records in 1 log file leave days of the window out: eu-west-1 not watched/m);
    expect(text).not.toContain('table write');
  });

  it('lists with --verbose what it only counts, and the writes', () => {
    const text = linesOf(120, { verbose: true }).join('\n');
    expect(text).toMatch(/^malformed: .*log\.json Records\[1\]: eventTime: not a time/m);
    expect(text).toMatch(/^\d+ table writes$/m);
    expect(text).toContain('account 111122223333: the logs leave days of the window out');
  });

  it('shows everybody with --all', () => {
    const text = linesOf(120, { all: true }).join('\n');
    expect(text).toContain('\nactive ');
    expect(text).not.toContain(' more: ');
  });

  it.each([40, 60, 80, 120, 200])('is at most %i columns wide there, but for commands to copy', (columns) => {
    const isCommand = (line: string) => line.startsWith('and ');
    for (const options of [{}, { verbose: true }, { all: true }]) {
      const wide = linesOf(columns, options).filter((line) => !isCommand(line) && stringWidth(line) > columns);
      expect(wide).toEqual([]);
    }
  });

  it('shows a long name whole where there is room', () => {
    expect(linesOf(200).join('\n')).toContain(longName);
  });
});
