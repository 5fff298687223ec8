import pMap from 'p-map';
import { type ArchiveFolder, enteringOf, folderOf } from '../../domain/archive/archive-folder.ts';
import type { ArchiveSelection } from '../../domain/archive/archive-selection.ts';
import type { Region } from '../../domain/ids.ts';
import type { ListedPage, ListingRequest } from '../../infra/ports/object-listing.ts';

/**
 * Lists one page; undefined where S3 denies the listing of a folder below the first one. The maker of this function
 * notes the refusal.
 */
export type ListPage = (request: ListingRequest) => Promise<ListedPage | undefined>;

/** A folder whose log files are read: a day's with all below it, or what lies directly in any other. */
export interface LogFolder {
  readonly prefix: string;
  readonly deep: boolean;
  /** `2026-11-23` */
  readonly day: string | undefined;
}

/** A folder that log files are in, or one below which only dates are still to be chosen. */
export type Branch =
  | { readonly kind: 'logs'; readonly folder: LogFolder }
  | { readonly kind: 'dates'; readonly folder: ArchiveFolder };

/** Where log files are, as far as names tell. */
export interface FoundBranches {
  readonly branches: readonly Branch[];
  /** Whether anything is in AWS's layout: then all else must look like a log file of AWS's to be taken for one. */
  readonly hasLayout: boolean;
  readonly skipped: { digest: number; insight: number; other: number };
  /** Regions that are there and were not asked for. */
  readonly leftOut: ReadonlySet<Region>;
}

const listedAtOnce = 16;
const branching = new Set(['anything', 'accounts', 'kinds', 'regions']);

/** Walks down from a prefix to the Regions, level by level. */
export async function findBranches(
  prefix: string,
  selection: ArchiveSelection,
  list: ListPage,
): Promise<FoundBranches> {
  const branches: Branch[] = [];
  const skipped = { digest: 0, insight: 0, other: 0 };
  const leftOut = new Set<Region>();
  let hasLayout = false;
  const admit = (folder: ArchiveFolder): boolean => {
    hasLayout ||= folder.holds !== 'anything';
    const entering = enteringOf(folder, selection);
    if (entering === 'enter') return true;
    if (entering !== 'not-asked-for') skipped[entering]++;
    else if (folder.holds === 'years' && folder.region !== undefined) leftOut.add(folder.region);
    return false;
  };
  let level = [folderOf(prefix)].filter(admit);
  while (level.length > 0) {
    const ends = level.filter(({ holds }) => !branching.has(holds));
    branches.push(...ends.map((folder): Branch => ({ kind: 'dates', folder })));
    const listed = await pMap(
      level.filter(({ holds }) => branching.has(holds)),
      async (folder) => ({ folder, ...(await namesIn(folder.prefix, list)) }),
      { concurrency: listedAtOnce },
    );
    for (const { folder, hasObjects } of listed)
      if (hasObjects) branches.push({ kind: 'logs', folder: directly(folder) });
    level = listed.flatMap(({ folders }) => folders.map(folderOf).filter(admit));
  }
  branches.sort((a, b) => (a.folder.prefix < b.folder.prefix ? -1 : 1));
  return { branches, hasLayout, skipped, leftOut };
}

/** The folders of a branch that hold log files, the latest day first: what is later seldom needs a second write. */
export async function logFoldersOf(branch: Branch, selection: ArchiveSelection, list: ListPage): Promise<LogFolder[]> {
  return branch.kind === 'logs' ? [branch.folder] : daysBelow(branch.folder, selection, list);
}

async function daysBelow(
  { prefix, holds, date }: ArchiveFolder,
  selection: ArchiveSelection,
  list: ListPage,
): Promise<LogFolder[]> {
  if (holds === 'logs') return [{ prefix, deep: true, day: date }];
  const { folders, hasObjects } = await namesIn(prefix, list);
  const below = folders.map(folderOf).filter((folder) => enteringOf(folder, selection) === 'enter');
  const latestFirst = below.sort((a, b) => (a.prefix < b.prefix ? 1 : -1));
  const found = await pMap(latestFirst, (folder) => daysBelow(folder, selection, list), { concurrency: 4 });
  return [...found.flat(), ...(hasObjects ? [directly({ prefix })] : [])];
}

const directly = ({ prefix }: Pick<ArchiveFolder, 'prefix'>): LogFolder => ({ prefix, deep: false, day: undefined });

async function namesIn(prefix: string, list: ListPage): Promise<{ folders: string[]; hasObjects: boolean }> {
  const folders: string[] = [];
  let hasObjects = false;
  let token: string | undefined;
  do {
    const page = await list({ prefix, deep: false, token });
    folders.push(...(page?.folders ?? []));
    hasObjects ||= (page?.objects.length ?? 0) > 0;
    token = page?.next;
  } while (token !== undefined);
  return { folders, hasObjects };
}
