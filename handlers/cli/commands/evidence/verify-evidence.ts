import type { Problem } from '../../../../domain/parsed.ts';
import { plainText } from '../../../../domain/plain-text.ts';
import packageJson from '../../../../package.json' with { type: 'json' };
import { clockTime } from '../../../clock.ts';
import { type Comparison, compareWithTable } from '../../../evidence/compare-table.ts';
import { compareWithTrail } from '../../../evidence/compare-trail.ts';
import { type OpenedEvidence, openEvidenceFile } from '../../../evidence/open-file.ts';
import { InputError } from '../../../input-error.ts';
import { exitCodes } from '../../exit-codes.ts';
import { openTable } from '../../open-table.ts';
import type { ProgramContext } from '../../program-context.ts';
import { withPatience } from '../../progress/patience.ts';
import { textOfFile } from '../../text-file.ts';
import { chosenTable, type EvidenceOptions } from './evidence-options.ts';
import { openTrail } from './given-trail.ts';

/** Verifies files of evidence, prints a line for each thing that was compared, and sets the exit code. */
export async function verifyCommand(
  paths: readonly string[],
  options: EvidenceOptions,
  context: ProgramContext,
): Promise<void> {
  const texts = [];
  for (const path of paths) texts.push({ path, text: await textOfFile(path) });
  let differs = false;
  for (const { path, text } of texts) {
    const opened = openEvidenceFile(text, packageJson.version);
    const lines = opened.kind === 'ok' ? await compare(opened.value, options) : changed(path, opened.problems);
    differs ||= lines.some(([word]) => word === 'differs');
    process.stdout.write(
      `${[path, ...lines.map(([word, says]) => `  ${word.padEnd(7)}  ${says}`)].map(plainText).join('\n')}\n`,
    );
  }
  context.setExitCode(differs ? exitCodes.finding : exitCodes.done);
}

/** One line: whether a thing is as the file says, and what was compared. */
type Line = readonly ['ok' | 'differs' | 'note', string];

/** What is no evidence is a mistake of the reader; what was changed is what he wanted to know. */
function changed(path: string, problems: readonly Problem[]): Line[] {
  const stranger = problems.find(({ field }) => field === 'kind');
  if (stranger !== undefined) throw new InputError(`${path}: ${stranger.todo}`);
  return problems.map(({ todo }) => ['differs', todo]);
}

async function compare(evidence: OpenedEvidence, options: EvidenceOptions): Promise<Line[]> {
  const { sealed, content, isPageCompared } = evidence;
  const { subject, verdict, tool } = content;
  const who = `${subject.userName} of account ${subject.accountId} is ${verdict.state} as of ${verdict.asOf}`;
  const unread: Line[] = isPageCompared
    ? []
    : [['note', `made by version ${tool.version}: its words were not compared with its data`]];
  const lines: Line[] = [['ok', `${who}; as it was written, SHA-256 ${sealed.digest.value}`], ...unread];
  const tableOptions = chosenTable(options);
  const { trail = [] } = options;
  if (tableOptions !== undefined) {
    const table = await openTable(tableOptions, 'existing');
    lines.push(...linesOf('the table', await compareWithTable(content, table).finally(() => table.close())));
  }
  if (trail.length > 0) {
    const given = await openTrail(trail);
    const compareAll = () => compareWithTrail(content, given, clockTime());
    const found = await withPatience(options, 'reading the log files', compareAll).finally(given.close);
    lines.push(...linesOf('the log files', found));
  }
  return tableOptions === undefined && trail.length === 0 ? [...lines, ['note', unproven]] : lines;
}

const unproven =
  'a digest finds accidents, not forgers: give --data, --table or --trail to compare the facts with their source';

function linesOf(source: string, { differences, notes }: Comparison): Line[] {
  const found: Line[] = differences.map((says) => ['differs', says]);
  const same: Line[] = [['ok', `${source} say${source.endsWith('s') ? '' : 's'} the same`]];
  return [...(found.length > 0 ? found : same), ...notes.map((says): Line => ['note', says])];
}
