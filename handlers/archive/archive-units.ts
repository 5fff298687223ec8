/** The folders of an archive one by one, each with its checkpoint. */

import { pMapIterable } from 'p-map';
import { type Checkpoint, newCheckpoint } from '../../domain/archive/archive-checkpoint.ts';
import type { ArchiveSelection } from '../../domain/archive/archive-selection.ts';
import type { ListedPage } from '../../infra/ports/object-listing.ts';
import { type Branch, type ListPage, type LogFolder, logFoldersOf } from './archive-folders.ts';

/** One folder of log files with its checkpoint. `pages` are listed on demand; a settled folder has none. */
export interface ArchiveUnit {
  readonly folder: LogFolder;
  readonly checkpoint: Checkpoint;
  readonly pages: AsyncIterable<ListedPage>;
  /** Whether the folder could not be listed to its end. Call it after the pages. */
  readonly isDenied: () => boolean;
  /** The fraction of the archive that is done after this folder, from 0 to 1. */
  readonly fraction: number;
}

export interface UnitsContext {
  readonly selection: ArchiveSelection;
  readonly list: ListPage;
  readonly checkpointsOf: (prefix: string) => Promise<ReadonlyMap<string, Checkpoint>>;
}

const branchesAhead = 4;
const foldersAhead = 8;

/** All folders, branch by branch. The first pages of a few folders are listed ahead of the reader. */
export function archiveUnits(branches: readonly Branch[], context: UnitsContext): AsyncIterable<ArchiveUnit> {
  const planned = pMapIterable(branches.entries(), ([at, branch]) => plan(branch, at, branches.length, context), {
    concurrency: branchesAhead,
  });
  const folders = (async function* () {
    for await (const each of planned) yield* each;
  })();
  return pMapIterable(folders, (each) => open(each, context), { concurrency: foldersAhead });
}

type Planned = Pick<ArchiveUnit, 'folder' | 'checkpoint' | 'fraction'>;

async function plan(
  branch: Branch,
  at: number,
  all: number,
  { selection, list, checkpointsOf }: UnitsContext,
): Promise<Planned[]> {
  const [folders, known] = await Promise.all([
    logFoldersOf(branch, selection, list),
    checkpointsOf(folderNameOf(branch.folder.prefix)),
  ]);
  return folders.map((folder, index) => {
    const name = folderNameOf(folder.prefix);
    const checkpoint = known.get(name) ?? newCheckpoint(name);
    return { folder, checkpoint, fraction: (at + (index + 1) / folders.length) / all };
  });
}

/** The folder of a prefix. The checkpoint of a single object is that of its folder. */
const folderNameOf = (prefix: string): string => prefix.slice(0, prefix.lastIndexOf('/') + 1);

async function open(planned: Planned, { list }: UnitsContext): Promise<ArchiveUnit> {
  const { folder, checkpoint } = planned;
  let isDenied = false;
  const listPage = async (token: string | undefined) => {
    const page = await list({ prefix: folder.prefix, deep: folder.deep, token });
    isDenied ||= page === undefined;
    return page;
  };
  const first = checkpoint.settled ? undefined : await listPage(undefined);
  const nextOf = async ({ next }: ListedPage) => (next === undefined ? undefined : listPage(next));
  const pages = async function* () {
    for (let page = first; page !== undefined; page = await nextOf(page)) {
      yield page;
    }
  };
  return { ...planned, pages: pages(), isDenied: () => isDenied };
}
