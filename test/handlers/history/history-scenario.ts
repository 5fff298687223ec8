import { recordedAfter, recordedBefore } from '../../../domain/history/change-detail.ts';
import type { ChangeRecord } from '../../../domain/history/change-record.ts';
import type { RecordedState } from '../../../domain/history/recorded-state.ts';
import type { IamUser, MissingFact } from '../../../domain/inventory/iam-user.ts';
import { assessmentEntry, type Entry } from '../../../domain/sightings/entry.ts';
import { type Instant, plusDays } from '../../../domain/time.ts';
import { assess } from '../../../domain/verdict/assessment.ts';
import type { State } from '../../../domain/verdict/state.ts';
import { writeVerdicts } from '../../../handlers/write-judgement.ts';
import type { LastSeenTable } from '../../../infra/ports/last-seen-table.ts';
import { accessKey, account, facts, iamUser, never, now, usedAt, user } from '../../domain/builders.ts';

/** What a run finds of a user. `doubtful`: unknown, as every silent user of that run; `unreadable`: unknown alone. */
export type Finding = 'active' | 'idle' | 'never-used' | 'doubtful' | 'unreadable' | 'absent';

/** One run: its day, counted from the first, and what it finds of each user. */
export interface ScriptedRun {
  readonly day: number;
  readonly findings: Readonly<Record<string, Finding>>;
  readonly exempt?: readonly string[];
}

export const timeOf = (day: number): Instant => plusDays(now, day);

const idOf = (name: string) => user(`AIDA${Buffer.from(name).toString('hex').toUpperCase().padStart(16, '0')}`);

const alone: MissingFact = { kind: 'no-row' };
const everybody: MissingFact = { kind: 'report-stale', generatedAt: now };

function userOf(name: string, finding: Finding, asOf: Instant): IamUser {
  const lastUse = finding === 'active' ? usedAt(asOf) : finding === 'never-used' ? never : usedAt(plusDays(now, -300));
  const gaps = finding === 'doubtful' ? [everybody] : finding === 'unreadable' ? [alone] : [];
  const credentials = [accessKey({ lastUse })];
  return iamUser({
    userName: name,
    userId: idOf(name),
    arn: `arn:aws:iam::123456789012:user/${name}`,
    credentials,
    gaps,
  });
}

/** The verdicts of a run over what the table holds. */
export async function verdictsOf(table: LastSeenTable, { day, findings, exempt = [] }: ScriptedRun) {
  const asOf = timeOf(day);
  const present = Object.entries(findings).filter(([, finding]) => finding !== 'absent');
  const judged = present.map(([name, finding]) => {
    const exemption = { by: `name ${name}`, until: undefined, reason: undefined, ended: false };
    const known = { user: userOf(name, finding, asOf), ...(exempt.includes(name) && { exemption }) };
    const verdict = assess(facts(known), { now: asOf, thresholdDays: 90 });
    return [assessmentEntry(verdict.user), verdict] as const;
  });
  const run = { asOf, thresholdDays: 90, users: judged.length, coverage: { kind: 'none' } as const };
  return { stored: await table.readAccount(account()), assessments: new Map(judged), run };
}

export async function runOnce(table: LastSeenTable, run: ScriptedRun, mayRecord = true): Promise<number> {
  return (await writeVerdicts(await verdictsOf(table, run), mayRecord, table)).writes;
}

export async function runAll(table: LastSeenTable, runs: readonly ScriptedRun[]): Promise<void> {
  for (const run of runs) await runOnce(table, run);
}

export const changesOf = async (table: LastSeenTable): Promise<readonly ChangeRecord[]> =>
  (await table.changes(account())).changes;

/** Each change as `day user before>after`; what a user has no state in is `-`. */
export async function storyOf(table: LastSeenTable): Promise<string[]> {
  return (await changesOf(table)).map(({ detail }) => {
    const words = [recordedBefore(detail), recordedAfter(detail)].map(wordOf);
    const day = Math.round((Date.parse(detail.asOf) - Date.parse(now)) / 86_400_000);
    return `${day} ${detail.userName} ${words.join('>')}`;
  });
}

const wordOf = (state: RecordedState | undefined) =>
  state === undefined ? '-' : `${state.state}${state.exempt ? ' exempt' : ''}`;

/** What the history says of each user in the end: the first states, with every change made to them in order. */
export function replay(first: ReadonlyMap<Entry, State>, changes: readonly ChangeRecord[]): Map<Entry, State> {
  const states = new Map(first);
  for (const { detail } of changes) {
    const entry = assessmentEntry({ userId: detail.userId ?? undefined, userName: detail.userName });
    const after = recordedAfter(detail);
    if (after === undefined) states.delete(entry);
    else states.set(entry, after.state);
  }
  return states;
}

/** The states of all stored verdicts. */
export async function statesIn(table: LastSeenTable): Promise<Map<Entry, State>> {
  const { assessments } = await table.readAccount(account());
  return new Map([...assessments].map(([entry, { state }]) => [entry, state]));
}
