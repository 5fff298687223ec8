import type { IamUser } from '../inventory/iam-user.ts';
import { type Provider, providerOf } from '../provider.ts';

/** Whether users of a provider have verified addresses. */
export const verifiesAddresses = (provider: Provider): boolean => provider === 'entra' || provider === 'google';

/**
 * The address of a user that its provider has verified, in lower case; undefined where there is none. Entra ID and
 * Google let an administrator use only domains that the tenant or customer has proven to own. A guest's address belongs
 * to another tenant. Names and tags of IAM, and addresses of service accounts, are any text that somebody typed.
 */
export function verifiedAddressOf({ accountId, userName, remarks = [] }: IamUser): string | undefined {
  if (!verifiesAddresses(providerOf(accountId))) return undefined;
  const isGuest = remarks.some(({ kind }) => kind === 'guest') || /#ext#/i.test(userName);
  return isGuest ? undefined : addressIn(userName);
}

/** A text as an address, in lower case: two addresses are the same if these texts are. */
export const addressIn = (text: string): string | undefined =>
  /^[^\s@,;<>"]{1,64}@[^\s@,;<>"]{1,255}$/.test(text) ? text.toLowerCase() : undefined;
