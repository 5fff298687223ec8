import type { AccountId } from '../../../domain/ids.ts';
import type { ListedAccount } from '../../../domain/organization/member-account.ts';
import { both } from '../../../domain/parsed.ts';
import { isFindingFormat, parseSettings, type RawSettings, type RowFormat } from '../../../domain/settings/settings.ts';
import { clockTime } from '../../clock.ts';
import { InputError } from '../../input-error.ts';
import { listAssessments } from '../../query/list-assessments.ts';
import { listKeys } from '../../query/list-keys.ts';
import { type ListSelection, parseListSelection, type RawListSelection } from '../../query/list-selection.ts';
import { noPeople, type PeopleFields, readPeople } from '../../query/read-people.ts';
import { nothingToList, readVerdicts, type Verdicts } from '../../query/read-verdicts.ts';
import { keyRows, userRows } from '../../query/select-rows.ts';
import { tagRemarks } from '../../query/tag-remarks.ts';
import { remark, reportMissing } from '../missing.ts';
import type { TableOptions } from '../open-table.ts';
import { type AccountOptions, accountsOf } from '../options/account-options.ts';
import type { AnswerOptions } from '../options/common-options.ts';
import { optionsOf } from '../options/option-problems.ts';
import { type OrganizationOptions, organizationOf, refuseAccountsBeside } from '../options/organization-options.ts';
import { givenPeople, type PeopleOptions, refusePeopleBeside, statedPeople } from '../options/people-options.ts';
import { checkColumns } from '../options/selection-options.ts';
import { allFormats, allRowFormats, type Output, openOutput } from '../output.ts';
import type { ProgramContext } from '../program-context.ts';
import { givenAccounts, givenTable, type Provenance, provenanceOf } from '../provenance.ts';
import { readTable } from '../read-table.ts';
import { renderKeys, renderList } from '../render/render-list.ts';
import { writeFindings } from './write-findings.ts';

/** What `lastseen list` is given. */
export interface ListOptions
  extends RawSettings,
    RawListSelection,
    TableOptions,
    AnswerOptions,
    AccountOptions,
    PeopleOptions,
    OrganizationOptions {
  readonly format?: string;
  readonly keys?: boolean;
}

const ofUsers = { command: 'list', formats: allFormats };
const ofKeys = { command: 'list --keys', formats: allRowFormats };

/** Lists, prints the answer and sets the exit code. */
export async function runList(options: ListOptions, context: ProgramContext): Promise<void> {
  const { keys: isOfKeys = false } = options;
  const { columns } = isOfKeys ? keyRows : userRows;
  const parsed = both(parseSettings(options, clockTime()), parseListSelection(options, columns));
  const [{ question }, selection] = optionsOf(parsed);
  const { chosen, listed } = await accountsOf(options);
  const output = await openOutput(options, isOfKeys ? ofKeys : ofUsers);
  if (options.olderThan !== undefined && !isOfKeys) throw new InputError('--older-than needs --keys beside it');
  if (selection.goneQuiet && isOfKeys)
    throw new InputError('--gone-quiet goes without --keys: only users have a rhythm');
  checkColumns(options.columns, output.format);
  const organization = organizationOf(options);
  if (organization !== undefined) {
    if (isOfKeys) throw new InputError('--organization lists users: leave out --keys');
    refuseAccountsBeside(options);
    refusePeopleBeside(options, '--organization');
    const { runListOrganization } = await import('./organization/list-organization.ts');
    return runListOrganization({ organizationId: organization, selection, options }, output, context);
  }
  const { verdicts, people } = isOfKeys ? await readKeys(options, chosen) : await readUsers(options, chosen, selection);
  if (verdicts.accounts.length === 0) throw new InputError(nothingToList(verdicts));
  for (const line of tagRemarks(verdicts, selection)) remark(line, options);
  const { format } = output;
  if (isFindingFormat(format)) {
    await writeFindings(format, output, { verdicts: verdicts.found, selection, now: question.now });
  } else {
    const inputs = [...givenAccounts(options), ...givenPeople(options), ...givenTable(options)];
    const beside = { provenance: await provenanceOf(context, inputs), isOfKeys, listed, people };
    await output.write(render(verdicts, selection, { output: { ...output, format }, ...beside }));
  }
  context.setExitCode(reportMissing(verdicts.missing, options));
}

type Chosen = readonly AccountId[] | undefined;

/** The state of a credential is not that of its user: every user is read. */
async function readKeys(options: ListOptions, chosen: Chosen) {
  refusePeopleBeside(options, '--keys');
  return { verdicts: await readTable(options, (table) => readVerdicts(table, chosen)), people: noPeople };
}

async function readUsers(options: ListOptions, chosen: Chosen, { states }: ListSelection) {
  const stated = await statedPeople(options);
  const read = await readTable(options, async (table) => {
    return { verdicts: await readVerdicts(table, chosen, states), people: await readPeople(table, stated) };
  });
  for (const line of read.people.problems) remark(`--people: ${line}`, options);
  return read;
}

interface Answer {
  readonly output: Pick<Output<RowFormat>, 'format' | 'terminal'>;
  readonly provenance: Provenance;
  readonly isOfKeys: boolean;
  readonly listed: readonly ListedAccount[] | undefined;
  readonly people: PeopleFields;
}

function render(
  verdicts: Verdicts,
  selection: ListSelection,
  { output, provenance, isOfKeys, listed, people }: Answer,
): string {
  const { columns, soonDays, goneQuiet } = selection;
  const view = { columns, soonDays, goneQuiet, isNamed: listed !== undefined };
  return isOfKeys
    ? renderKeys({ ...listKeys(verdicts, selection, listed), provenance }, output, view)
    : renderList({ ...listAssessments(verdicts, selection, listed, people), provenance }, output, view);
}
