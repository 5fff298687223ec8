import { type AccountId, parseAccountId, parseRegion, type Region } from '../ids.ts';
import type { ArchiveSelection } from './archive-selection.ts';

/** What a folder of a trail's bucket holds in AWS's layout; `anything` outside of that layout. */
export type FolderHolds = 'anything' | 'accounts' | 'kinds' | 'regions' | 'years' | 'months' | 'days' | 'logs';

/** One folder, by its name alone; undefined fields are not in the name. */
export interface ArchiveFolder {
  /** Empty, or ends in `/`. */
  readonly prefix: string;
  readonly holds: FolderHolds;
  readonly account?: AccountId | undefined;
  readonly kind?: string | undefined;
  readonly region?: Region | undefined;
  /** Its year, month or day: `2026`, `2026-11`, `2026-11-23`. */
  readonly date?: string | undefined;
}

const depths = ['accounts', 'kinds', 'regions', 'years', 'months', 'days', 'logs'] as const;

/**
 * The place of a folder in `[prefix/]AWSLogs/[o-id/]ACCOUNT/CloudTrail/REGION/YYYY/MM/DD/`.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 */
export function folderOf(prefix: string): ArchiveFolder {
  const names = prefix.split('/').slice(0, -1);
  const root = names.lastIndexOf('AWSLogs');
  const below = root < 0 ? undefined : names.slice(root + 1);
  if (below !== undefined && /^o-[a-z0-9]{10,32}$/.test(below[0] ?? '')) below.shift();
  const holds = below && depths[below.length];
  if (below === undefined || holds === undefined) return { prefix, holds: 'anything' };
  const [account, kind, region, ...date] = below;
  const isSound =
    (account === undefined || parseAccountId(account) !== undefined) &&
    (region === undefined || parseRegion(region) !== undefined) &&
    /^(?:\d{4}(?:-\d\d){0,2})?$/.test(date.join('-'));
  if (!isSound) return { prefix, holds: 'anything' };
  return {
    prefix,
    holds,
    account: account as AccountId | undefined,
    kind,
    region: region as Region | undefined,
    date: date.length === 0 ? undefined : date.join('-'),
  };
}

/** Whether to enter a folder, or why not: its kind, or the selection excludes it. */
export type Entering = 'enter' | 'digest' | 'insight' | 'other' | 'not-selected';

export function enteringOf(folder: ArchiveFolder, selection: ArchiveSelection): Entering {
  const { account, kind } = folder;
  if (account !== undefined && selection.accounts?.includes(account) === false) return 'not-selected';
  if (kind === 'CloudTrail-Digest') return 'digest';
  if (kind === 'CloudTrail-Insight') return 'insight';
  if (kind !== undefined && kind !== 'CloudTrail') return 'other';
  return isSelected(folder, selection) ? 'enter' : 'not-selected';
}

/** Whether something of the selection may lie in a folder, of log files or of digests. */
export function isSelected({ account, region, date }: ArchiveFolder, selection: ArchiveSelection): boolean {
  const { accounts, regions, fromDay, toDay } = selection;
  if (account !== undefined && accounts?.includes(account) === false) return false;
  if (region !== undefined && regions?.includes(region) === false) return false;
  if (date === undefined) return true;
  const isEarlier = fromDay !== undefined && date < fromDay.slice(0, date.length);
  return !isEarlier && (toDay === undefined || date <= toDay.slice(0, date.length));
}

/** Whether the selection leaves nothing of a folder out, so that it may be listed with all below it. */
export function isWhollySelected({ holds, region, date }: ArchiveFolder, selection: ArchiveSelection): boolean {
  const { regions, fromDay, toDay } = selection;
  if (holds === 'logs') return true;
  if (region === undefined && regions !== undefined) return false;
  if (date === undefined) return fromDay === undefined && toDay === undefined;
  const isLater = fromDay === undefined || date > fromDay.slice(0, date.length);
  return isLater && (toDay === undefined || date < toDay.slice(0, date.length));
}
