import { parseSince } from '../../../domain/history/since.ts';
import type { RawSettings } from '../../../domain/settings/settings.ts';
import { diffAccounts } from '../../query/diff-accounts.ts';
import { organizationAccounts } from '../../query/organization/organization-accounts.ts';
import { namedDiff } from '../../report/diff-report.ts';
import { reportMissing } from '../missing.ts';
import type { TableOptions } from '../open-table.ts';
import { type AccountOptions, accountsOf } from '../options/account-options.ts';
import type { AnswerOptions } from '../options/common-options.ts';
import { optionsOf } from '../options/option-problems.ts';
import { type OrganizationOptions, organizationOf, refuseAccountsBeside } from '../options/organization-options.ts';
import { settingsOf } from '../options/settings-options.ts';
import { allRowFormats, openOutput } from '../output.ts';
import type { ProgramContext } from '../program-context.ts';
import { givenAccounts, givenTable, provenanceOf } from '../provenance.ts';
import { readTable } from '../read-table.ts';
import { renderDiff } from '../render/render-diff.ts';

export type DiffOptions = RawSettings &
  TableOptions &
  AnswerOptions &
  AccountOptions &
  OrganizationOptions & { readonly since?: string };

/** Compares, prints the answer and sets the exit code. */
export async function runDiff(options: DiffOptions, context: ProgramContext): Promise<void> {
  settingsOf(options);
  const organization = organizationOf(options);
  refuseAccountsBeside(options);
  const given = await accountsOf(options);
  const since = options.since === undefined ? undefined : optionsOf(parseSince(options.since));
  const output = await openOutput(options, { command: 'diff', formats: allRowFormats });
  const { report, listed, missing } = await readTable(options, async (table) => {
    const of = organization === undefined ? { ...given, missing: [] } : await organizationAccounts(table, organization);
    return { ...of, report: await diffAccounts(table, { chosen: of.chosen, since }) };
  });
  const whole = { ...report, missing: [...missing, ...report.missing] };
  const provenance = await provenanceOf(context, [...givenAccounts(options), ...givenTable(options)]);
  await output.write(renderDiff({ ...namedDiff(whole, listed), provenance }, output));
  context.setExitCode(reportMissing(whole.missing, options));
}
