/** Whether a policy lets somebody change IAM. */

import type { JsonObject } from '../../json.ts';
import { matchesPattern } from '../../verdict/exemption.ts';
import { listOf, statementsOf } from './policy-statements.ts';

/**
 * Whether a policy allows any action that changes IAM; undefined where it cannot be read. Conditions, boundaries and
 * denies are not weighed: who might change IAM counts as one who can. What a statement allows on the caller's own
 * credentials (`${aws:username}` in each resource) is self-service and does not count; its own policies do.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function grantsIamWriting(document: string): boolean | undefined {
  return statementsOf(document)?.some(isWriting);
}

function isWriting(statement: JsonObject): boolean {
  if (statement['Effect'] !== 'Allow' || isSelfService(statement)) return false;
  const excluded = statement['NotAction'];
  if (excluded !== undefined) return !listOf(excluded).some(coversIam);
  return listOf(statement['Action']).some(changesIam);
}

function isSelfService({ Resource: resource, Action: action, NotAction: excluded }: JsonObject): boolean {
  const resources = listOf(resource);
  const own = '$' + '{aws:username}';
  const isOwn = resources.length > 0 && resources.every((arn) => typeof arn === 'string' && arn.includes(own));
  return isOwn && excluded === undefined && !listOf(action).some(changesRights);
}

/** Who may change its own policies may give itself every other right. */
const rights = [
  'AttachUserPolicy',
  'DetachUserPolicy',
  'PutUserPolicy',
  'DeleteUserPolicy',
  'PutUserPermissionsBoundary',
  'DeleteUserPermissionsBoundary',
];

const changesRights = (pattern: unknown): boolean => rights.some((name) => matchesPattern(`iam:${name}`, `${pattern}`));

const coversIam = (pattern: unknown): boolean => pattern === '*' || /^iam:\*+$/i.test(`${pattern}`);

/** These begin no change of who may do what, except that a pattern such as `iam:G*` is not read so far. */
const harmless = /^(?:(?:Get|List|Generate|Simulate)|(?:ChangePassword|PassRole|CreateServiceLinkedRole)$)/i;

function changesIam(pattern: unknown): boolean {
  const [service = '', action = '*'] = `${pattern}`.split(':');
  return matchesPattern('iam', service) && !harmless.test(action);
}
