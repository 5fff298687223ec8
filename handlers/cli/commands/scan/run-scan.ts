import { both } from '../../../../domain/parsed.ts';
import { isFindingFormat, parseSettings } from '../../../../domain/settings/settings.ts';
import type { Instant } from '../../../../domain/time.ts';
import { clockTime } from '../../../clock.ts';
import { InputError } from '../../../input-error.ts';
import { isSelective, type ListSelection, parseListSelection } from '../../../query/list-selection.ts';
import { namesOf } from '../../../report/many-accounts.ts';
import type { ScanReport } from '../../../report/scan-report.ts';
import { userColumns } from '../../../report/user-columns.ts';
import { exitCodes } from '../../exit-codes.ts';
import { sameTable } from '../../hints.ts';
import { remark, reportMissing } from '../../missing.ts';
import { optionsOf } from '../../options/option-problems.ts';
import { checkColumns } from '../../options/selection-options.ts';
import { allFormats, type Output, openOutput } from '../../output.ts';
import type { ProgramContext } from '../../program-context.ts';
import { withPatience } from '../../progress/patience.ts';
import { type GivenInput, provenanceOf } from '../../provenance.ts';
import { renderScan } from '../../render/render-scan.ts';
import { writeFindings } from '../write-findings.ts';
import { answerScan, type ScanAnswer } from './answer-scan.ts';
import { failuresOf } from './scan-failures.ts';
import { openScanInputs } from './scan-inputs.ts';
import { checkScanOptions, type ScanOptions } from './scan-options.ts';

/** Scans, prints the answer and sets the exit code. */
export async function scanCommand(typed: ScanOptions, context: ProgramContext): Promise<void> {
  const parsed = both(parseSettings(typed, clockTime()), parseListSelection(typed, userColumns));
  const [settings, selection] = optionsOf(parsed);
  const output = await openOutput(typed, { command: 'scan', formats: [...allFormats, 'html'] });
  checkScanOptions(typed, settings);
  checkColumns(typed.columns, output.format);
  if (output.format === 'html' && isSelective(selection)) throw new InputError(pageHasAll);
  if (typed.organization) {
    const { format } = output;
    if (format === 'html') throw new InputError('--format html: an organization has table, json, csv and markdown');
    const { runScanOrganization } = await import('../organization/scan-organization.ts');
    return runScanOrganization(typed, { settings, selection, output: { ...output, format } }, context);
  }
  const { options, inputs, close } = await openScanInputs(typed);
  try {
    const answer = await answerScan(options, settings);
    const failures = failuresOf(answer.report, settings.failOn);
    const { now } = settings.question;
    await writeAnswer(answer, failures, { options, inputs, context, selection, output, now });
    context.setExitCode(endOf(answer.report, failures, options));
  } finally {
    await close();
  }
}

const pageHasAll =
  '--format html: the page shows every user and selects by itself; leave out --state, --tag and the like';

interface Asked {
  readonly options: ScanOptions;
  readonly inputs: readonly GivenInput[];
  readonly context: ProgramContext;
}

/** How the answer is to be shown. */
interface Shown extends Asked {
  readonly selection: ListSelection;
  readonly output: Output<(typeof allFormats)[number] | 'html'>;
  readonly now: Instant;
}

async function writeAnswer(answer: ScanAnswer, failures: readonly string[], shown: Shown): Promise<void> {
  const { selection, output, now } = shown;
  const { format } = output;
  if (isFindingFormat(format)) {
    return writeFindings(format, output, { verdicts: answer.verdicts, selection, now });
  }
  if (format === 'html') return output.write(await pageAfter(answer, shown));
  const { options, context } = shown;
  const provenance = format === 'json' && (await provenanceOfInputs(shown));
  const view = {
    all: options.all === true,
    listCommand: sameTable(context, 'list', options),
    selection,
    failures,
    isNamed: options.accountsFile !== undefined,
  };
  await output.write(renderScan({ ...answer.report, ...(provenance && { provenance }) }, { ...output, format }, view));
}

/** The page of the accounts that the scan judged. */
async function pageAfter({ report, listed }: ScanAnswer, asked: Asked): Promise<string> {
  const { pageOf } = await import('../run-report.ts');
  const ids = report.accounts.map(({ accountId }) => accountId);
  const question = { accounts: ids, nameOf: namesOf(listed), since: undefined };
  const provenance = await provenanceOfInputs(asked);
  return (await pageOf(asked.options, question, { provenance, missing: report.missing })).page;
}

function provenanceOfInputs({ inputs, options, context }: Asked) {
  return withPatience(options, 'reading the inputs once more for their digests', () => provenanceOf(context, inputs));
}

/** What is missing from the answer outweighs any finding. `--quiet` hides neither. */
function endOf({ missing }: ScanReport, failures: readonly string[], options: ScanOptions): number {
  const code = reportMissing(missing, options);
  for (const line of failures) remark(line, {});
  return code === exitCodes.done && failures.length > 0 ? exitCodes.finding : code;
}
