/** Whether two ARNs are of the same user or role. */

import { type AccountId, parseAccountId, parseUserArn } from '../ids.ts';

/**
 * Who holds credentials. Whoever may assume a role chooses the name of the session, so every session of a role is the
 * role. `other` is root or an ARN of another form.
 */
export type Principal =
  | { readonly kind: 'user' | 'role'; readonly accountId: AccountId; readonly name: string }
  | { readonly kind: 'federated' }
  | { readonly kind: 'other'; readonly arn: string };

const assumedRole = /^arn:aws[a-z-]*:sts::(\d{12}):assumed-role\/([\w+=,.@-]{1,64})\/[^/]+$/;
const role = /^arn:aws[a-z-]*:iam::(\d{12}):role\/(?:[!-~]*\/)?([\w+=,.@-]{1,64})$/;
const federated = /^arn:aws[a-z-]*:sts::\d{12}:federated-user\//;

/**
 * Reads an ARN as GetCallerIdentity returns it, or the ARN of a role. Names of users and roles are unique without
 * regard to case and path. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 */
export function principalOf(arn: string): Principal {
  const user = parseUserArn(arn);
  if (user !== undefined) return { kind: 'user', accountId: user.accountId, name: user.userName.toLowerCase() };
  const [, account, name] = assumedRole.exec(arn) ?? role.exec(arn) ?? [];
  const accountId = parseAccountId(account);
  if (accountId !== undefined && name !== undefined) return { kind: 'role', accountId, name: name.toLowerCase() };
  return federated.test(arn) ? { kind: 'federated' } : { kind: 'other', arn };
}

/** Whether it is the ARN of one session of a role. */
export const isSession = (arn: string): boolean => assumedRole.test(arn);

/** Whether two ARNs are of the same user or the same role, whatever the session. A federated session is nobody. */
export function isSamePrincipal(a: string, b: string): boolean {
  const [one, other] = [principalOf(a), principalOf(b)];
  if (one.kind === 'federated' || one.kind === 'other') return a === b;
  return one.kind === other.kind && one.accountId === other.accountId && one.name === other.name;
}
