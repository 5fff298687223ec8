import type { AccountId } from '../../../domain/ids.ts';
import type { RawSettings } from '../../../domain/settings/settings.ts';
import type { EvidenceSettings } from '../../evidence/open-act-log.ts';
import { reportMissing } from '../missing.ts';
import type { OpenTable, TableOptions } from '../open-table.ts';
import { type AccountOptions, accountsOf } from '../options/account-options.ts';
import type { AnswerOptions } from '../options/common-options.ts';
import { settingsOf } from '../options/settings-options.ts';
import { openOutput } from '../output.ts';
import type { ProgramContext } from '../program-context.ts';
import { type GivenInput, givenAccounts, givenTable, provenanceOf } from '../provenance.ts';
import { readTable } from '../read-table.ts';
import { printableJson } from '../render/printable-json.ts';
import type { Terminal } from '../terminal.ts';

/** The options of the commands that answer about one user. */
export type UserOptions = RawSettings & TableOptions & AnswerOptions & AccountOptions & EvidenceSettings;

/** What such a command reads from the table, and how it prints that. */
export interface UserQuery<R extends { readonly missing: readonly string[] }> {
  readonly command: string;
  /** Files that it was given beside the table. */
  readonly inputs?: readonly GivenInput[];
  readonly read: (table: OpenTable, chosen: readonly AccountId[] | undefined) => Promise<R>;
  readonly render: (report: R, terminal: Terminal) => string;
}

/** Reads, prints and sets the exit code. */
export async function answerAboutUser<R extends { readonly missing: readonly string[] }>(
  options: UserOptions,
  context: ProgramContext,
  { command, inputs = [], read, render }: UserQuery<R>,
): Promise<void> {
  settingsOf(options);
  const { chosen } = await accountsOf(options);
  const output = await openOutput(options, { command, formats: ['table', 'json'] });
  const report = await readTable(options, (table) => read(table, chosen));
  const json = {
    ...report,
    provenance: await provenanceOf(context, [...givenAccounts(options), ...inputs, ...givenTable(options)]),
  };
  await output.write(output.format === 'json' ? `${printableJson(json, 2)}\n` : render(report, output.terminal));
  context.setExitCode(reportMissing(report.missing, options));
}
