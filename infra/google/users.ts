import type { Failure } from '../../domain/answer.ts';
import type { ReadJson } from '../http/requests.ts';
import { readListPages } from './pages.ts';

const fields =
  'id,primaryEmail,creationTime,lastLoginTime,suspended,archived,isAdmin,isDelegatedAdmin,customerId,agreedToTerms,isGuestUser';

/** Google takes no greater page. */
const pageSize = 500;

/** The kind of a page of the list: a page without users has it too. */
const kind = 'admin#directory#users';

/**
 * The address of the first page of the users of a customer, an id or `my_customer`.
 * Source: https://developers.google.com/admin-sdk/directory/reference/rest/v1/users/list
 */
export const usersUrl = (root: string, customer: string, size = pageSize): string =>
  `${root}/admin/directory/v1/users?customer=${encodeURIComponent(customer)}&maxResults=${size}&projection=basic` +
  `&orderBy=email&fields=kind,nextPageToken,users(${fields})`;

/** The address of one user. */
export const userUrl = (root: string, id: string): string =>
  `${root}/admin/directory/v1/users/${encodeURIComponent(id)}?projection=basic&fields=${fields}`;

/** Reads the list of users page by page. Answers why it is incomplete; undefined: it is whole. Never throws. */
export function readUserPages(
  read: ReadJson,
  root: string,
  customer: string,
  take: (users: readonly unknown[]) => void,
): Promise<Failure | undefined> {
  let pages = 0;
  return readListPages(read, usersUrl(root, customer), (page) => {
    const users = page['users'] ?? (pages > 0 && page['kind'] === kind ? [] : undefined);
    if (!Array.isArray(users)) return 'a page is no list of users';
    pages++;
    take(users);
    return undefined;
  });
}
