import type { OrganizationId } from '../../../../domain/ids.ts';
import type { FailCondition } from '../../../../domain/settings/fail-on.ts';
import { isFindingFormat } from '../../../../domain/settings/settings.ts';
import { isUnused, states } from '../../../../domain/verdict/state.ts';
import { InputError } from '../../../input-error.ts';
import type { ListSelection } from '../../../query/list-selection.ts';
import { everyRow } from '../../../query/list-selection.ts';
import { listOrganization } from '../../../query/organization/list-organization.ts';
import { readOrganization } from '../../../query/organization/read-organization.ts';
import { exitCodes } from '../../exit-codes.ts';
import { remark, reportMissing } from '../../missing.ts';
import type { OpenTable, TableOptions } from '../../open-table.ts';
import type { CommonOptions } from '../../options/common-options.ts';
import type { Output } from '../../output.ts';
import type { ProgramContext } from '../../program-context.ts';
import { givenTable, provenanceOf } from '../../provenance.ts';
import { readTable } from '../../read-table.ts';
import { renderOrganization } from '../../render/organization/render-organization.ts';
import { failuresOf } from '../scan/scan-failures.ts';

/** Of which organization, and which of its users; those who are unused unless other states were asked for. */
export interface OrganizationQuestion {
  readonly organizationId: OrganizationId;
  readonly selection: ListSelection;
  readonly options: TableOptions & CommonOptions;
  /** What makes the run fail, and how many changes it recorded. */
  readonly failOn: readonly FailCondition[];
  readonly changes: number;
}

/** `lastseen list --organization`. */
export async function runListOrganization(
  asked: Pick<OrganizationQuestion, 'organizationId' | 'selection' | 'options'>,
  output: Output,
  context: ProgramContext,
): Promise<void> {
  await readTable(asked.options, (table) =>
    answerOrganization(table, { ...asked, failOn: [], changes: 0 }, output, context),
  );
}

/** Reads an organization, prints how it stands and its users, and sets the exit code. */
export async function answerOrganization(
  table: OpenTable,
  { organizationId, selection, options, failOn, changes }: OrganizationQuestion,
  output: Output,
  context: ProgramContext,
): Promise<void> {
  const { format } = output;
  if (isFindingFormat(format))
    throw new InputError(`--format ${format}: an organization has table, json, csv, ndjson and markdown`);
  const view = await readOrganization(table, organizationId);
  const wanted = { ...selection, states: selection.states ?? new Set(states.filter(isUnused)) };
  const list = await listOrganization(table, view, wanted);
  const provenance = await provenanceOf(context, givenTable(options));
  const { columns, soonDays, goneQuiet } = selection;
  await output.write(
    renderOrganization({ ...list, provenance }, { ...output, format }, { columns, soonDays, goneQuiet }),
  );
  const everybody = failOn.length === 0 ? list : await listOrganization(table, view, everyRow);
  const failures = failuresOf({ ...everybody, users: [...everybody.users], changesRecorded: changes }, failOn);
  for (const line of failures) remark(line, {});
  const code = reportMissing(list.missing, options);
  context.setExitCode(code === exitCodes.done && failures.length > 0 ? exitCodes.finding : code);
}
