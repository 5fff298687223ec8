import { type LifecycleEntries, noEntries } from '../../domain/lifecycle/lifecycle.ts';
import { ownerOfUser } from '../../domain/lifecycle/never.ts';
import { lifecycleSettings } from '../../domain/lifecycle/settings.ts';
import { parseOwnerRule } from '../../domain/owners/owner.ts';
import type { StoredAccount } from '../../domain/table/stored-account.ts';
import { isUnused } from '../../domain/verdict/state.ts';

/**
 * Who should hear of users, in order: the owners of unused users and of those on their way out, as the stack's
 * parameters find them, and the fallback.
 */
export function ownersInQuestion(
  { assessments, creators }: Pick<StoredAccount, 'assessments' | 'creators'>,
  { users }: LifecycleEntries,
  parameters: ReadonlyMap<string, string>,
): readonly string[] {
  const listed = (name: string) => (parameters.get(name) ?? '').split(',').flatMap((text) => text.trim() || []);
  const [ownerTags, fallbackOwner] = [listed('OwnerTags'), parameters.get('FallbackOwner')];
  const settings = lifecycleSettings({
    ...(ownerTags.length > 0 && { ownerTags }),
    ownerRules: listed('OwnerRules').flatMap((text) => parseOwnerRule(text) ?? []),
    ...(fallbackOwner && { fallbackOwner }),
  });
  const unused = [...assessments.values()].filter(({ state }) => isUnused(state));
  const ofUnused = unused.flatMap((assessment) => {
    const { userId, groups } = assessment.user;
    const entries = (userId && users.get(userId)) ?? noEntries;
    const access = { attachedPolicies: [], changesIam: undefined, groups };
    const creator = userId && creators.get(userId);
    return ownerOfUser({ assessment, entries, access, creator }, settings)?.name ?? [];
  });
  const onTheirWay = [...users.values()].flatMap(({ lifecycle }) =>
    lifecycle === undefined || lifecycle.state === 'none' || lifecycle.state === 'deleted' ? [] : [lifecycle.owner],
  );
  return [...new Set([...ofUnused, ...onTheirWay, ...(fallbackOwner ? [fallbackOwner] : [])])].sort();
}
