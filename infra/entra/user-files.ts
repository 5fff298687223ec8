import { isJsonObject, objectAt, textAt } from '../../domain/json.ts';
import { plainText } from '../../domain/plain-text.ts';
import { type PersonListing, readPeople } from '../../domain/providers/entra/inventory.ts';
import { InventoryFileError } from '../local/inventory-file-error.ts';
import { readInventoryText } from '../local/inventory-text.ts';
import { jsonValuesOf } from '../local/json-values.ts';

/** The users of one file. */
export interface PeopleFile extends PersonListing {
  readonly path: string;
}

const todo =
  "make it with: az rest --url 'https://graph.microsoft.com/v1.0/users?$top=500&$select=id,userPrincipalName,accountEnabled,createdDateTime,userType,externalUserState,onPremisesSyncEnabled,signInActivity' > FILE, and follow @odata.nextLink";

/** Reads pages of Graph's list of users: one, several one after another, or an array of them. */
export async function readPeopleFile(path: string): Promise<PeopleFile> {
  const pages = jsonValuesOf(await readInventoryText(path))?.flat();
  const listing = pages === undefined ? undefined : readPeople(pages);
  if (listing !== undefined) return { path, ...listing };
  const problem = pages === undefined ? 'not JSON' : (refusalIn(pages) ?? "not Graph's list of users");
  throw new InventoryFileError(`${path}: ${problem}; ${todo}`);
}

/** An error of Graph, which a shell writes into the file as well. */
function refusalIn(pages: readonly unknown[]): string | undefined {
  const errors = pages.map((page) => (isJsonObject(page) ? objectAt(page, 'error') : undefined));
  const code = errors.map((error) => error && textAt(error, 'code', 100)).find((each) => each !== undefined);
  return code && `Graph refused: ${plainText(code)}`;
}
