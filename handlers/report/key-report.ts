import { silentDays } from '../../domain/time.ts';
import type { Assessment } from '../../domain/verdict/assessment.ts';
import type { CredentialAssessment } from '../../domain/verdict/credential-assessment.ts';
import { crossingOfCredential } from '../../domain/verdict/crossing.ts';
import type { Run } from '../../domain/verdict/run.ts';
import { isUnused, type State } from '../../domain/verdict/state.ts';
import { accountNameColumn, type NamedAccount, type ReportColumn, tagsText } from './report-column.ts';
import { credentialReport, exemptReport, stateRank } from './user-report.ts';

/** One credential of a user, as `list --keys` shows it; handlers/cli/README.md documents the fields. */
export type KeyReport = ReturnType<typeof keyReport> & NamedAccount;

/** A report of each credential that the assessment knows; none where the credentials are not known. */
export function keyReports(assessment: Assessment, run: Pick<Run, 'asOf' | 'thresholdDays'>): KeyReport[] {
  return assessment.credentials.map((credential) => keyReport(credential, assessment, run));
}

function keyReport(
  credential: CredentialAssessment,
  assessment: Assessment,
  { asOf: now, thresholdDays }: Pick<Run, 'asOf' | 'thresholdDays'>,
) {
  const { user, exemption } = assessment;
  const { createdAt, lastUse } = credential.credential;
  const use = lastUse.kind === 'unknown' ? lastUse.why : lastUse.kind;
  const isNeverUsed = credential.lastUsed === undefined && (use === 'never' || credential.state === 'never-used');
  const silent = lastUse.kind === 'not-since' ? lastUse.since : undefined;
  const since = credential.lastUsed?.at ?? (isNeverUsed ? createdAt : silent);
  return {
    accountId: user.accountId,
    userId: user.userId ?? null,
    userName: user.userName,
    arn: user.arn,
    ...credentialReport(credential),
    lastUse: credential.lastUsed !== undefined ? 'at' : isNeverUsed ? 'never' : use,
    ageDays: createdAt === undefined ? null : silentDays(createdAt, now),
    idleDays: since === undefined ? null : silentDays(since, now),
    exempt: exemptReport(exemption),
    crossesThreshold: crossingOfCredential(credential, assessment, { now, thresholdDays }) ?? null,
    tags: Object.fromEntries(user.tags.map(({ key, value }) => [key, value])),
  };
}

/** Every column of a credential; CSV has all but the tags, unless they are chosen. */
export const keyColumns: readonly ReportColumn<KeyReport>[] = [
  { name: 'accountId', aliases: ['account'], value: ({ accountId }) => accountId },
  { name: 'userId', value: ({ userId }) => userId },
  { name: 'userName', aliases: ['user', 'name'], value: ({ userName }) => userName },
  { name: 'arn', value: ({ arn }) => arn },
  { name: 'kind', value: ({ kind }) => kind },
  { name: 'id', value: ({ id }) => id },
  { name: 'status', value: ({ status }) => status },
  { name: 'state', value: ({ state }) => state },
  { name: 'createdAt', aliases: ['created'], value: ({ createdAt }) => createdAt, isTime: true },
  { name: 'ageDays', aliases: ['age'], value: ({ ageDays }) => ageDays },
  { name: 'lastUse', value: ({ lastUse }) => lastUse },
  { name: 'lastUsedAt', aliases: ['lastUsed'], value: ({ lastUsed }) => lastUsed?.at ?? null, isTime: true },
  { name: 'lastUsedSource', aliases: ['source'], value: ({ lastUsed }) => lastUsed?.source ?? null },
  { name: 'lastUsedEvent', aliases: ['event'], value: ({ lastUsed }) => lastUsed?.event ?? null },
  { name: 'idleDays', aliases: ['days'], value: ({ idleDays }) => idleDays },
  { name: 'exempt', value: ({ exempt }) => exempt?.by ?? null },
  {
    name: 'crossesAt',
    aliases: ['crosses'],
    value: ({ crossesThreshold }) => crossesThreshold?.at ?? null,
    isTime: true,
  },
  { name: 'becomes', value: ({ crossesThreshold }) => crossesThreshold?.becomes ?? null },
  { name: 'tags', value: tagsText },
  accountNameColumn,
];

/** How many credentials are in each state. */
export interface KeyCounts extends Readonly<Record<State, number>> {
  readonly credentials: number;
  /** Idle or never used, whatever their status. */
  readonly unused: number;
  /** Unused, and somebody could still use them. */
  readonly unusedActive: number;
}

export function countKeys(keys: readonly KeyReport[]): KeyCounts {
  const count = (isCounted: (key: KeyReport) => boolean) => keys.filter(isCounted).length;
  const inState = (wanted: State) => count(({ state }) => state === wanted);
  return {
    credentials: keys.length,
    active: inState('active'),
    idle: inState('idle'),
    'never-used': inState('never-used'),
    new: inState('new'),
    unknown: inState('unknown'),
    unused: count(({ state }) => isUnused(state)),
    unusedActive: count(({ state, status }) => isUnused(state) && status === 'active'),
  };
}

/** Unused first, the active before the inactive, longest unused first; then by user and id. */
export function compareKeys(a: KeyReport, b: KeyReport): number {
  return (
    stateRank[a.state] - stateRank[b.state] ||
    Number(a.status === 'inactive') - Number(b.status === 'inactive') ||
    (b.idleDays ?? 0) - (a.idleDays ?? 0) ||
    compareText(a.accountId, b.accountId) ||
    compareText(a.userName, b.userName) ||
    compareText(a.id, b.id)
  );
}

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
