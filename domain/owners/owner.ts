/** Who is told about a user. */

import type { IamUser } from '../inventory/iam-user.ts';
import type { Creator } from '../sightings/creator.ts';
import { personOf } from './person.ts';

/**
 * How an owner was found, the surest first. `tag`: a tag of the user. `keep`: whoever said before that it is needed.
 * `rule`: a rule of the settings. `creator`: a guess, whoever created the user. `fallback`: nothing names an owner.
 */
export const ownerSources = ['tag', 'keep', 'rule', 'creator', 'fallback'] as const;
export type OwnerSource = (typeof ownerSources)[number];

/** Who answers for a user, and where that stands. */
export interface Owner {
  readonly name: string;
  readonly from: OwnerSource;
}

/** Users below this path, or in this group, have this owner; where both are given, both must hold. */
export interface OwnerRule {
  readonly path?: string | undefined;
  readonly group?: string | undefined;
  readonly owner: string;
}

/** Reads `/ci/=platform@example.com` or `group:billing=finance@example.com`; undefined for any other text. */
export function parseOwnerRule(text: string): OwnerRule | undefined {
  const [, given = '', name] = /^(.+)=([^=\p{Cc}]{1,256})$/u.exec(text) ?? [];
  const owner = name?.trim() ?? '';
  if (owner === '') return undefined;
  if (/^\/([!-~]*\/)?$/.test(given)) return { path: given, owner };
  const [, group] = /^group:([\w+=.@-]{1,128})$/.exec(given) ?? [];
  return group === undefined ? undefined : { group, owner };
}

/** What a customer says about owners. */
export interface OwnerSettings {
  /** Keys of tags that name a user's owner; the first that a user has counts. */
  readonly ownerTags: readonly string[];
  /** The first that fits counts. */
  readonly ownerRules: readonly OwnerRule[];
  /** Who hears of users without an owner; undefined: they are not noticed. */
  readonly fallbackOwner?: string | undefined;
}

/** What may name the owner of a user, beside its tags and path. */
export interface OwnerHints {
  /** ARN of who kept the user last, even where that ended. */
  readonly keptBy?: string | undefined;
  readonly groups?: readonly string[] | undefined;
  readonly creator?: Creator | undefined;
}

/** The first owner that any of these names; undefined where none does and there is no fallback. */
export function ownerOf(user: IamUser, hints: OwnerHints, settings: OwnerSettings): Owner | undefined {
  const found: readonly (readonly [OwnerSource, string | undefined])[] = [
    ['tag', taggedOwner(user, settings)],
    ['keep', hints.keptBy === undefined ? undefined : (personOf(hints.keptBy) ?? hints.keptBy)],
    ['rule', settings.ownerRules.find((rule) => fits(rule, user, hints.groups ?? []))?.owner],
    ['creator', hints.creator?.person],
    ['fallback', settings.fallbackOwner],
  ];
  return found.flatMap(([from, name]): Owner[] => (name === undefined ? [] : [{ name, from }]))[0];
}

function taggedOwner({ tags }: IamUser, { ownerTags }: OwnerSettings): string | undefined {
  const byTag = ownerTags.map((wanted) => tags.find(({ key, value }) => key === wanted && value.trim() !== ''));
  return byTag.find((tag) => tag !== undefined)?.value;
}

/** IAM ignores the case of names of groups. */
function fits({ path, group }: OwnerRule, user: IamUser, groups: readonly string[]): boolean {
  if (path === undefined && group === undefined) return false;
  const isBelow = path === undefined || user.path.startsWith(path);
  return isBelow && (group === undefined || groups.some((each) => each.toLowerCase() === group.toLowerCase()));
}
