import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseSettings } from '../../../domain/settings/settings.ts';
import { exitOf } from '../../../handlers/cli/failure.ts';
import { scanReport } from '../../../handlers/report/scan-report.ts';
import { readInventory } from '../../../handlers/scan/read-inventory.ts';
import { scan } from '../../../handlers/scan/scan.ts';
import { readTrail } from '../../../handlers/trail/read-trail.ts';
import { instant } from '../../domain/builders.ts';
import { memoryLastSeenTable } from '../../fakes/memory-last-seen-table.ts';

/** The folders of inputs beside the project; README.md there says what each retells. */
export const casesFolder = '../shared/data/cases';

/** What a scan of one case says; users by name. */
export interface CaseAnswer {
  readonly exit: number;
  readonly missing: readonly string[];
  readonly states: { readonly [user: string]: string };
  readonly corroborated: boolean;
  readonly credentials: { readonly [user: string]: string };
  readonly report: ReturnType<typeof scanReport> | undefined;
}

interface CaseFiles {
  readonly trail: string | undefined;
  readonly report: string | undefined;
  readonly details: string | undefined;
  readonly users: string | undefined;
  readonly now: string;
  readonly threshold: string;
}

const base = { report: 'base/report.json', details: 'base/details.json' };
const archiveNow: { readonly [name: string]: string } = {
  'archive-02': '2017-06-02T00:00:00Z',
  'archive-08': '2018-02-02T00:00:00Z',
};

/** Which file of a case is what, as the README of the cases says. */
export function filesOfCase(name: string): CaseFiles {
  const own = (pattern: RegExp) => {
    const found = readdirSync(join(casesFolder, name)).find((file) => pattern.test(file));
    return found === undefined ? undefined : join(name, found);
  };
  if (name.startsWith('archive-')) {
    const threshold = name === 'archive-04' ? '14' : '3';
    const inventory = { report: 'archive-report.csv', details: 'archive-details.json', users: undefined };
    const none = { report: undefined, details: undefined, users: undefined };
    const now = archiveNow[name] ?? '2026-11-24T20:00:00Z';
    return { trail: name, ...(name === 'archive-02' ? none : inventory), now, threshold };
  }
  const judged = { now: '2026-11-23T08:00:00Z', threshold: '90' };
  if (!/^(?:6|7|80|81|82|83)/.test(name)) return { trail: name, ...base, users: undefined, ...judged };
  const report = own(/^(?:report|all)\./) ?? base.report;
  const trail = existsSync(join(casesFolder, name, 'trail')) ? join(name, 'trail') : undefined;
  return { trail, report, details: own(/^details\./), users: own(/^users\./), ...judged };
}

/** Scans a case in this process, as the command would. */
export async function runCase(name: string): Promise<CaseAnswer> {
  const { trail, report, details, users, now, threshold } = filesOfCase(name);
  const list = (file: string | undefined) => (file === undefined ? [] : [join(casesFolder, file)]);
  const parsed = parseSettings({ threshold }, instant(now));
  if (parsed.kind !== 'ok') throw new Error(JSON.stringify(parsed));
  const settings = parsed.value;
  try {
    const listed = { authorizationDetails: list(details), users: list(users) };
    // A report that has no date was made at the time of the question.
    const reported = { credentialReport: list(report), reportMade: settings.question.now };
    const inventory = await readInventory({ ...reported, ...listed }, settings.question.now);
    const silent = { bytes: () => {}, file: () => {} };
    const reading = trail === undefined ? undefined : await readTrail(list(trail), settings.question.now, silent);
    const scanned = await scan(reading, inventory, settings, memoryLastSeenTable());
    return answerOf(scanReport(scanned, reading, inventory, settings));
  } catch (error) {
    const { exitCode, lines } = exitOf(error);
    return { exit: exitCode, missing: lines, states: {}, corroborated: false, credentials: {}, report: undefined };
  }
}

function answerOf(report: ReturnType<typeof scanReport>): CaseAnswer {
  const { users, missing } = report;
  return {
    exit: missing.length === 0 ? 0 : 2,
    missing,
    states: Object.fromEntries(users.map(({ userName, state }) => [userName, state])),
    corroborated: users.some(({ corroborated }) => corroborated),
    credentials: Object.fromEntries(
      users.map(({ userName, credentials }) => [
        userName,
        credentials.map(({ kind, state }) => `${kind} ${state}`).join(', '),
      ]),
    ),
    report,
  };
}
