import type { OrganizationId } from '../../../../domain/ids.ts';
import { unitPartition } from '../../../../domain/sightings/partition.ts';
import { applySettings } from '../../../accounts/apply-settings.ts';
import { remark } from '../../missing.ts';
import type { OpenTable } from '../../open-table.ts';
import type { ScanOptions } from '../scan/scan-options.ts';

/** Settings of units count by the table alone: says so of those of the file that are not there. */
export async function remarkUnapplied(
  table: OpenTable,
  organizationId: OrganizationId,
  options: ScanOptions,
): Promise<void> {
  const wanted = new Map(
    [...(options.ofUnits ?? [])].map(([unit, settings]) => [unitPartition(organizationId, unit), settings]),
  );
  const { changes } = await applySettings({ wanted, known: [], remove: false, by: undefined }, table);
  if (changes.length > 0) {
    const todo = `lastseen settings apply --organization ${organizationId} --yes does it`;
    remark(`settings of organizational units in lastseen.yml are not in the table, and do not count; ${todo}`, options);
  }
}
