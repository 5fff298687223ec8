/** Finds the folders of an archive that hold log files. */

import pMap from 'p-map';
import { type ArchiveFolder, enteringOf, folderOf } from '../../domain/archive/archive-folder.ts';
import type { ArchiveSelection } from '../../domain/archive/archive-selection.ts';
import type { Region } from '../../domain/ids.ts';
import type { ListedPage, ListingRequest } from '../../infra/ports/object-listing.ts';

/** Lists one page. Undefined where the folder may not be listed; the function has then reported that itself. */
export type ListPage = (request: ListingRequest) => Promise<ListedPage | undefined>;

/** A folder whose log files are read: a day's folder at any depth (`deep`), any other only directly. */
export interface LogFolder {
  readonly prefix: string;
  readonly deep: boolean;
  /** `2026-11-23` */
  readonly day: string | undefined;
}

/** A folder with log files, or a folder with only dates below it. */
export type Branch =
  | { readonly kind: 'logs'; readonly folder: LogFolder }
  | { readonly kind: 'dates'; readonly folder: ArchiveFolder };

/** The folders where log files may be, by their names. */
export interface FoundBranches {
  readonly branches: readonly Branch[];
  /** Whether any folder is in AWS's layout. If so, an object counts as a log only by AWS's folder or file name. */
  readonly hasLayout: boolean;
  readonly skipped: { digest: number; insight: number; other: number };
  /** Regions in the archive that the selection leaves out. */
  readonly leftOut: ReadonlySet<Region>;
}

const listedAtOnce = 16;
const branching = new Set(['anything', 'accounts', 'kinds', 'regions']);

/** Finds the branches below a prefix, level by level down to the Regions. */
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
    if (entering !== 'not-selected') skipped[entering]++;
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

/** The folders of a branch with log files, latest day first: after the latest sightings, few others need a write. */
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
