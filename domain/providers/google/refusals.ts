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
export function refusalWords(failure: Failure, scope: Scope): string {
  const todo = refusalTodo(failure, scope);
  return todo === undefined ? failure.why : `${failure.why}; ${todo}`;
}

/** Whether nobody delegated a scope to the service account. */
export const isUndelegated = ({ why }: Failure): boolean => /unauthorized_client|access_denied/.test(why);

/** What to do about a refusal; undefined where it may pass. */
export function refusalTodo(failure: Failure, scope: Scope): string | undefined {
  const { kind, why } = failure;
  if (isUndelegated(failure)) return `delegate ${scopes[scope]} to the service account in the Admin console`;
  if (why.includes('invalid_grant')) return "check the administrator's address, the key and the clock";
  if (/accessNotConfigured|SERVICE_DISABLED/.test(why)) return "enable the Admin SDK API in the key's project";
  return kind === 'denied' ? deniedTodo[scope] : undefined;
}

const mayRead = (what: string) => `name an administrator whose role has the privilege ${what}`;

const deniedTodo: { readonly [scope in Scope]: string } = {
  users: mayRead('Users, Read'),
  usage: mayRead('Reports'),
  activities: mayRead('Reports'),
};
