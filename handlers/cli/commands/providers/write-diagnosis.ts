import type { Finding } from '../../../../domain/doctor/finding.ts';
import type { AccountId } from '../../../../domain/ids.ts';
import type { Instant } from '../../../../domain/time.ts';
import { doctorReport } from '../../../report/doctor-report.ts';
import { exitCodes } from '../../exit-codes.ts';
import type { AnswerOptions } from '../../options/common-options.ts';
import { openOutput } from '../../output.ts';
import type { ProgramContext } from '../../program-context.ts';
import { provenanceOf } from '../../provenance.ts';
import { printableJson } from '../../render/printable-json.ts';
import { renderDoctor } from '../../render/render-doctor.ts';

/** What a provider's doctor found, about which account and when. */
interface Diagnosis {
  readonly accountId: AccountId | undefined;
  readonly now: Instant;
  readonly findings: readonly Finding[];
}

/** Prints what a provider's doctor finds and sets the exit code. */
export async function writeDiagnosis(
  options: AnswerOptions,
  context: ProgramContext,
  diagnose: () => Promise<Diagnosis>,
): Promise<void> {
  const output = await openOutput(options, { command: 'doctor', formats: ['table', 'json'] });
  const { findings, ...examined } = await diagnose();
  const report = doctorReport(examined, findings);
  const json = { ...report, provenance: await provenanceOf(context, []) };
  await output.write(output.format === 'json' ? `${printableJson(json, 2)}\n` : renderDoctor(report, output.terminal));
  context.setExitCode(report.counts.fail > 0 ? exitCodes.finding : exitCodes.done);
}
