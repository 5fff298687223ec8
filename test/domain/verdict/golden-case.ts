import type { Credential, IamUser } from '../../../domain/inventory/iam-user.ts';
import type { Instant } from '../../../domain/time.ts';
import { accessKey, daysAgo, iamUser, instant, never, now, password, usedAt } from '../builders.ts';

/** A key of a golden case: ages in days, or (recorded cases) times. */
interface GoldenKey {
  readonly active: boolean;
  readonly last_used_days_ago?: number | null;
  readonly created_days_ago?: number | null;
  readonly created?: string;
  readonly last_used?: string;
}

/** A user of a golden case; null where the peer's test leaves a fact out. */
export interface GoldenUser {
  readonly user_created_days_ago?: number | null;
  readonly user_creation_time?: string;
  readonly password_enabled?: boolean | string | null;
  readonly password_last_used_days_ago?: number | string | null;
  readonly password_last_changed_days_ago?: number | null;
  readonly password_last_used?: string;
  readonly password_last_changed?: string;
  readonly access_keys: readonly GoldenKey[];
}

export interface GoldenCase {
  readonly name: string;
  readonly source: string;
  readonly input: {
    readonly now?: string;
    readonly rule?: {
      readonly threshold_days?: number;
      readonly threshold_days_raw?: string;
      readonly unused_days?: number;
      readonly exempt?: boolean;
      readonly exempt_raw?: string;
      readonly scope?: 'access keys' | 'console password' | 'every active credential';
    };
    readonly user?: GoldenUser | null;
  };
  readonly expected: { readonly unused: boolean | null };
}

/** Where a case tells no creation at all: long before any threshold. */
const longAgoDays = 3650;

/**
 * The user of a case at the time of its question. What a peer's test leaves out gets the earliest value that agrees
 * with the rest. A user was created ten years ago; a credential together with its user, or at its use if that was
 * earlier (some peers invent such users). No date of use means never used. No mention of a password means none, unless
 * it was used.
 */
export function userOf({ input }: GoldenCase): IamUser {
  const given = input.user ?? { access_keys: [] };
  const createdAt = timeOf(given.user_creation_time, given.user_created_days_ago) ?? daysAgo(longAgoDays);
  const keys = given.access_keys.map((key, index) => keyOf(key, index, createdAt));
  const credentials = [passwordOf(given, createdAt), ...keys].filter((credential) => credential !== undefined);
  return iamUser({ createdAt, credentials });
}

/**
 * The time of the question: the case's own (one case has a remark behind it), or the time that the days of all others
 * count from.
 */
export const askedAt = ({ input }: GoldenCase): Instant =>
  input.now === undefined ? now : instant(input.now.split(' ')[0] ?? '');

function timeOf(time: string | undefined, days: number | string | null | undefined): Instant | undefined {
  if (time !== undefined) return time === 'N/A' || time === 'no_information' ? undefined : instant(time);
  return typeof days === 'number' ? daysAgo(days) : undefined;
}

function born(given: Instant | undefined, user: Instant, used: Instant | undefined): Instant {
  if (given !== undefined) return given;
  return used !== undefined && used < user ? used : user;
}

function passwordOf(given: GoldenUser, user: Instant): Credential | undefined {
  const used = timeOf(given.password_last_used, given.password_last_used_days_ago);
  const isEnabled = String(given.password_enabled).toLowerCase() === 'true';
  if (!isEnabled && used === undefined) return undefined;
  const changed = timeOf(given.password_last_changed, given.password_last_changed_days_ago);
  return password({
    status: isEnabled ? 'active' : 'inactive',
    createdAt: born(changed, user, used),
    lastUse: used === undefined ? never : usedAt(used),
  });
}

function keyOf(key: GoldenKey, index: number, user: Instant): Credential {
  const used = timeOf(key.last_used, key.last_used_days_ago);
  return accessKey({
    id: `access_key_${index + 1}`,
    status: key.active ? 'active' : 'inactive',
    createdAt: born(timeOf(key.created, key.created_days_ago), user, used),
    lastUse: used === undefined ? never : usedAt(used),
  });
}
