import type { Brand, OrganizationId } from '../ids.ts';

/** The partition of an organization: its accounts as `memberEntry`, its latest run as `runEntry`, and the lease. */
export type OrganizationPartition = Brand<string, 'OrganizationPartition'>;

/** Its accounts, its latest run, and the lease. */
export const organizationPartition = (id: OrganizationId): OrganizationPartition =>
  `org#${id}` as OrganizationPartition;

/** The partition of one organizational unit: its settings, under the entries that an account has for its own. */
export type UnitPartition = Brand<string, 'UnitPartition'>;

/** `unit` is the path of names from the root down, `Production/Payments`; empty for the root. */
export const unitPartition = (id: OrganizationId, unit: string): UnitPartition =>
  `org#${id}#unit#/${unit}` as UnitPartition;
