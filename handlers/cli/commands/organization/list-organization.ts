import type { OrganizationId } from '../../../../domain/ids.ts';
import { isFindingFormat } from '../../../../domain/settings/settings.ts';
import { InputError } from '../../../input-error.ts';
import type { ListSelection } from '../../../query/list-selection.ts';
import { listOrganization } from '../../../query/organization/list-organization.ts';
import { readOrganization } from '../../../query/organization/read-organization.ts';
import { reportMissing } from '../../missing.ts';
import type { TableOptions } from '../../open-table.ts';
import type { CommonOptions } from '../../options/common-options.ts';
import type { Output } from '../../output.ts';
import type { ProgramContext } from '../../program-context.ts';
import { provenanceOf } from '../../provenance.ts';
import { readTable } from '../../read-table.ts';
import { renderOrganization } from '../../render/organization/render-organization.ts';
import { givenTable } from '../scan-inputs.ts';

/** Lists the users of a whole organization, those who are unused unless other states were asked for. */
export async function runListOrganization(
  organizationId: OrganizationId,
  selection: ListSelection,
  options: TableOptions & CommonOptions,
  output: Output,
  context: ProgramContext,
): Promise<void> {
  const { format } = output;
  if (isFindingFormat(format))
    throw new InputError(`--format ${format}: list --organization has table, json, csv, ndjson and markdown`);
  const wanted = { ...selection, states: selection.states ?? new Set(['idle', 'never-used'] as const) };
  const list = await readTable(options, async (table) =>
    listOrganization(table, await readOrganization(table, organizationId), wanted),
  );
  const provenance = await provenanceOf(context, givenTable(options));
  const { columns, soonDays, goneQuiet } = selection;
  await output.write(
    renderOrganization({ ...list, provenance }, { ...output, format }, { columns, soonDays, goneQuiet }),
  );
  context.setExitCode(reportMissing(list.missing, options));
}
