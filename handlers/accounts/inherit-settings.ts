import type { AccountSettings } from '../../domain/accounts/account-settings.ts';
import {
  type Inheritance,
  inheritanceOf,
  type UnitSettings,
  unitsAbove,
  unitText,
} from '../../domain/accounts/inherited-settings.ts';
import { type StoredSettings, settledSettings, storedSettings } from '../../domain/accounts/stored-settings.ts';
import type { OrganizationId } from '../../domain/ids.ts';
import type { MemberAccount } from '../../domain/organization/member-account.ts';
import { isSameData } from '../../domain/same-data.ts';
import { unitPartition } from '../../domain/sightings/partition.ts';
import type { Instant } from '../../domain/time.ts';
import type { AccountSettingsStore } from '../../infra/ports/accounts/account-settings-store.ts';

/** An account of an organization, and when its settings are asked for. */
export interface InheritingMember {
  readonly organizationId: OrganizationId;
  readonly member: Pick<MemberAccount, 'accountId' | 'unit'>;
  readonly now: Instant;
}

/** What holds for an account; `failed`: a later version of the program wrote the settings of a unit above it. */
export type SettledSettings =
  | { readonly kind: 'settled'; readonly settings: AccountSettings }
  | { readonly kind: 'failed'; readonly why: string };

/**
 * Copies what the units above an account decided to the account, so that whoever judges it knows without them. Writes
 * only a difference. Throws where the table cannot be reached.
 */
export async function inheritSettings(
  { organizationId, member, now }: InheritingMember,
  table: AccountSettingsStore,
): Promise<SettledSettings> {
  const { accountId } = member;
  const units = await readUnits(organizationId, unitsAbove(member.unit), table);
  if (units.kind === 'failed') return units;
  const { settings, from } = inheritanceOf(units.units);
  const stored = storedSettings(await table.readSettings(accountId));
  const inherited = { at: now, settings, from };
  if (!isSameData(withoutTime(stored), { settings, from })) await table.putInherited(accountId, inherited);
  // What cannot be read keeps the account from being judged, by whoever judges it.
  const settled = settledSettings(stored?.kind === 'set' ? { ...stored, inherited } : { kind: 'set', inherited });
  return { kind: 'settled', settings: settled };
}

function withoutTime(stored: StoredSettings | undefined): Inheritance {
  const { settings = {}, from = {} } = stored?.inherited ?? {};
  return { settings, from };
}

async function readUnits(
  organizationId: OrganizationId,
  units: readonly string[],
  table: Pick<AccountSettingsStore, 'readSettings'>,
): Promise<
  { readonly kind: 'read'; readonly units: readonly UnitSettings[] } | Extract<SettledSettings, { kind: 'failed' }>
> {
  const read: UnitSettings[] = [];
  for (const unit of units) {
    const stored = storedSettings(await table.readSettings(unitPartition(organizationId, unit)));
    if (stored?.kind === 'unreadable') {
      return { kind: 'failed', why: `a later version wrote the settings of ${unitText(unit)}; install that version` };
    }
    if (stored?.latest !== undefined) read.push({ unit, settings: stored.latest.settings });
  }
  return { kind: 'read', units: read };
}
