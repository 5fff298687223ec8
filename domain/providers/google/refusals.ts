/** What to do where Google refuses. */

import type { Failure } from '../../answer.ts';

/** What is asked of a customer, each by a scope of its own. */
export type Scope = 'users' | 'usage' | 'activities';

/**
 * What is asked of a customer, each by a scope of its own: then one that is not delegated costs nothing else.
 * Source: https://developers.google.com/identity/protocols/oauth2/scopes
 */
export const scopes: { readonly [scope in Scope]: string } = {
  users: 'https://www.googleapis.com/auth/admin.directory.user.readonly',
  usage: 'https://www.googleapis.com/auth/admin.reports.usage.readonly',
  activities: 'https://www.googleapis.com/auth/admin.reports.audit.readonly',
};

/** Why Google refused, with what to do about it. */
export function refusalWords({ kind, why }: Failure, scope: Scope): string {
  const todo = todoOf(why, scope) ?? (kind === 'denied' ? deniedTodo[scope] : undefined);
  return todo === undefined ? why : `${why}; ${todo}`;
}

function todoOf(why: string, scope: Scope): string | undefined {
  if (/unauthorized_client|access_denied/.test(why))
    return `delegate ${scopes[scope]} to the service account in the Admin console`;
  if (/invalid_grant/.test(why)) return "check the administrator's address, the key and the clock";
  if (/accessNotConfigured|SERVICE_DISABLED/.test(why)) return "enable the Admin SDK API in the key's project";
  return undefined;
}

const mayRead = (what: string) => `name an administrator whose role has the privilege ${what}`;

const deniedTodo: { readonly [scope in Scope]: string } = {
  users: mayRead('Users, Read'),
  usage: mayRead('Reports'),
  activities: mayRead('Reports'),
};
