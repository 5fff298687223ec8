import { accountNameColumn, type ReportColumn, tagsText } from './report-column.ts';
import type { UserReport } from './user-report.ts';

/** Every column of a user, in the order in which the help lists them. */
export const userColumns: readonly ReportColumn<UserReport>[] = [
  { name: 'accountId', aliases: ['account'], value: ({ accountId }) => accountId },
  { name: 'userId', value: ({ userId }) => userId },
  { name: 'userName', aliases: ['user', 'name'], value: ({ userName }) => userName },
  { name: 'arn', value: ({ arn }) => arn },
  { name: 'createdAt', aliases: ['created'], value: ({ createdAt }) => createdAt, isTime: true },
  { name: 'state', value: ({ state }) => state },
  { name: 'exempt', value: ({ exempt }) => exempt?.by ?? null },
  { name: 'exemptUntil', value: ({ exempt }) => exempt?.until ?? null },
  { name: 'usable', value: ({ usable }) => usable },
  { name: 'corroborated', value: ({ corroborated }) => corroborated },
  { name: 'proven', aliases: ['proof'], value: ({ proof }) => proof },
  {
    name: 'lastActivityAt',
    aliases: ['lastSeen'],
    value: ({ lastActivity }) => lastActivity?.at ?? null,
    isTime: true,
  },
  { name: 'lastActivitySource', aliases: ['source'], value: ({ lastActivity }) => lastActivity?.source ?? null },
  { name: 'lastActivityEvent', aliases: ['event'], value: ({ lastActivity }) => lastActivity?.event ?? null },
  { name: 'idleDays', aliases: ['days'], value: ({ idleDays }) => idleDays },
  { name: 'reason', value: ({ reason }) => reason },
  { name: 'credentials', value: credentialsText },
  { name: 'tags', value: tagsText },
  { name: 'groups', value: ({ groups }) => groups.join('; ') },
  { name: 'summary', aliases: ['why'], value: ({ summary }) => summary },
  {
    name: 'crossesAt',
    aliases: ['crosses'],
    value: ({ crossesThreshold }) => crossesThreshold?.at ?? null,
    isTime: true,
  },
  { name: 'becomes', value: ({ crossesThreshold }) => crossesThreshold?.becomes ?? null },
  { name: 'quiet', value: ({ rhythm }) => rhythm?.quiet ?? null },
  { name: 'rhythm', value: ({ rhythm }) => rhythm?.words ?? null },
  { name: 'person', value: ({ person }) => person?.name ?? null },
  accountNameColumn,
];

function credentialsText({ credentials }: UserReport): string {
  return credentials.map(({ kind, id, status, state }) => `${kind} ${id} ${status} ${state}`).join('; ');
}

/** The columns of CSV where none are chosen. Others read it by place: columns are only ever added by choice. */
export const userCsvColumns: readonly string[] = [
  'accountId',
  'userId',
  'userName',
  'arn',
  'createdAt',
  'state',
  'exempt',
  'exemptUntil',
  'usable',
  'corroborated',
  'lastActivityAt',
  'lastActivitySource',
  'lastActivityEvent',
  'idleDays',
  'reason',
  'credentials',
  'tags',
];
