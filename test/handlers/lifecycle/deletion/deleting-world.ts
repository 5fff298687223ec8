import { type Approval, type ApprovalPoint, approvalEnd } from '../../../../domain/approvals/approval.ts';
import { itemOfApprovalWrite } from '../../../../domain/approvals/stored-approval.ts';
import type { UserId } from '../../../../domain/ids.ts';
import type { LifecycleFacts } from '../../../../domain/lifecycle/plan-lifecycle.ts';
import type { PartialSettings } from '../../../../domain/lifecycle/settings.ts';
import { fingerprintOf, type UserAccess } from '../../../../domain/lifecycle/user-access.ts';
import { type FoundReferences, referenceKinds } from '../../../../domain/references/reference.ts';
import { account, daysAgo } from '../../../domain/builders.ts';
import { everything } from '../../../domain/lifecycle/deletion/everything.ts';
import { digest, type Person, standing } from '../../../domain/lifecycle/world.ts';
import { actingWorld, type SeenUser } from '../acting-world.ts';

/** A search that looked at everything and found nothing. */
export function clearSearch({ userId, userName, arn }: Person['user']): FoundReferences {
  if (userId === undefined) throw new Error('a person has an id');
  return {
    user: { userId, userName, arn },
    askedAt: daysAgo(1),
    regions: [],
    regionsLeftOut: [],
    doubts: [],
    lookedAt: referenceKinds.map((kind) => ({ kind, region: null, resources: 1 })),
    notLookedAt: [],
    found: [],
    places: 0,
  };
}

/** Silent through 40 days of quarantine, with everything that a user can carry. */
export function silent(who: Person, access: UserAccess): Person {
  const held = { ...who, access, assessment: { ...who.assessment, corroborated: true } };
  const since = daysAgo(40);
  const fingerprint = fingerprintOf(access, digest);
  return standing(held, { state: 'quarantined', since, quarantinedAt: since, fingerprint });
}

/** What of the account or of a user is not known, or is known to be bad, at the moment of a plan. */
export interface Doubt {
  readonly facts?: Partial<LifecycleFacts>;
  readonly view?: (who: SeenUser) => SeenUser;
}

/** An account whose users may be deleted as soon as somebody approves it, but for a doubt. */
export async function deletingWorld(
  users = 1,
  settings: PartialSettings = {},
  change = (access: UserAccess) => access,
  { facts = {}, view }: Doubt = {},
) {
  const searches = new Map<UserId, FoundReferences>();
  const quarantined = (who: Person): Person => {
    const search = clearSearch(who.user);
    searches.set(search.user.userId, search);
    return silent(who, change(everything(Number(who.user.userName.split('-')[1]))));
  };
  const beside = () => ({ references: searches, ...facts });
  const given = { stage: 'delete', weeklyPercent: 100, ...settings } as const;
  const world = await actingWorld(users, given, quarantined, beside, view);
  return {
    ...world,
    searches,
    approve: (acknowledged: readonly ApprovalPoint[] = [], changes: Partial<Approval> = {}) =>
      approveWaiting(world, { acknowledged, ...changes }),
  };
}

/** Bob approves what waits, at the moment of the plan. */
export async function approveWaiting(
  world: Pick<Awaited<ReturnType<typeof actingWorld>>, 'planNow' | 'approvals'>,
  changes: Partial<Approval> = {},
): Promise<void> {
  const { leftAlone, asOf: at } = (await world.planNow()).plan;
  for (const { waiting } of leftAlone) {
    if (waiting === undefined) continue;
    const by = `arn:aws:iam::${account()}:user/bob`;
    const terms = { how: 'sts', at, until: approvalEnd(at), reason: 'gone', acknowledged: [] } as const;
    const approval = { step: waiting.hash, by, ...terms, ...changes };
    const { entry, attributes } = itemOfApprovalWrite({ kind: 'approval', approval });
    world.approvals.push({ entry, ...attributes });
  }
}
