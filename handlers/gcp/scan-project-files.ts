import type { AccountId } from '../../domain/ids.ts';
import type { IamUser } from '../../domain/inventory/iam-user.ts';
import { joinProjects, type Project } from '../../domain/providers/gcp/activity.ts';
import type { Listing } from '../../domain/providers/gcp/inventory.ts';
import { type ActivityPage, pageAsOf } from '../../domain/providers/gcp/records.ts';
import { userOfServiceAccount } from '../../domain/providers/gcp/service-account.ts';
import type { Question } from '../../domain/question.ts';
import type { Settings } from '../../domain/settings/settings.ts';
import { assessmentOf, userEntry } from '../../domain/sightings/entry.ts';
import type { StoredAccount } from '../../domain/table/stored-account.ts';
import { type InFile, readActivityFiles, readListingFiles } from '../../infra/gcp/answer-files.ts';
import type { LastSeenTable } from '../../infra/ports/last-seen-table.ts';
import type { JudgedScan } from '../scan/join-scans.ts';
import type { Inventory } from '../scan/read-inventory.ts';
import { scan } from '../scan/scan.ts';

/** Everything that the files say of projects, before anything is written. */
export interface ProjectFiles {
  readonly pages: readonly InFile<ActivityPage>[];
  readonly listings: readonly InFile<Listing>[];
}

/** Reads the files of projects. Throws InventoryFileError where one of them cannot be used. */
export async function readProjectFiles(activities: readonly string[], lists: readonly string[]): Promise<ProjectFiles> {
  return { pages: await readActivityFiles(activities), listings: await readListingFiles(lists) };
}

/** Judges projects from their files and writes the table, as a scan of accounts does. */
export async function scanProjectFiles(
  files: ProjectFiles,
  settings: Settings,
  table: LastSeenTable,
  onPlan?: (writes: number) => void,
): Promise<JudgedScan> {
  const { listings } = files;
  const pages = files.pages.map((page) => pageAsOf(page, settings.question.now));
  const projects = joinProjects(
    pages,
    listings.flatMap(({ entries }) => entries),
  );
  const stored = new Map<AccountId, StoredAccount>();
  for (const { accountId } of projects) stored.set(accountId, await table.readAccount(accountId));
  const inventory = inventoryOf(projects, { pages, listings }, stored, settings.question);
  return { scanned: await scan(undefined, inventory, settings, table, onPlan), inventory, reading: undefined };
}

function inventoryOf(
  projects: readonly Project[],
  files: ProjectFiles,
  stored: ReadonlyMap<AccountId, StoredAccount>,
  question: Question,
): Inventory {
  return {
    users: projects.flatMap((project) =>
      project.accounts.map((account) => {
        const known = knownUser(stored.get(account.accountId), account.serviceAccountId);
        return userOfServiceAccount(account, project, known, question);
      }),
    ),
    roots: [],
    accounts: projects.map(({ accountId }) => accountId),
    missing: missingOf(files),
    incomplete: [],
    notJudged: [],
    notes: projects.filter(({ isListed }) => !isListed).map(unlistedWords),
    regionsOf: () => [],
  };
}

/** The user as the last run judged it. */
const knownUser = (stored: StoredAccount | undefined, id: NonNullable<IamUser['userId']>): IamUser | undefined =>
  stored?.assessments.get(assessmentOf(userEntry(id)))?.user;

function missingOf({ pages, listings }: ProjectFiles): string[] {
  const unread = [...pages, ...listings].flatMap(({ path, malformed }) => malformed.map((why) => `${path}: ${why}`));
  const last = pages.at(-1);
  return last?.isCut ? [...unread, `${last.path}: more entries follow and were not given; ${wholeTodo}`] : unread;
}

const wholeTodo = 'give every page, or the answer of gcloud with --limit=unlimited';

/** An answer names those who authenticated in its period, and nobody else. */
const unlistedWords = ({ accountId }: Project): string =>
  `account ${accountId}: its service accounts were not listed, so those that never authenticated are not judged; give --gcp-accounts`;
