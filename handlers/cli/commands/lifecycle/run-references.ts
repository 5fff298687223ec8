import { mayPass } from '../../../../domain/answer.ts';
import type { NamedUser } from '../../../../domain/references/reference.ts';
import { type Standing, standingOf } from '../../../../domain/references/standing.ts';
import { userByName } from '../../../../infra/aws/references/iam-sources.ts';
import { referenceSources } from '../../../../infra/aws/references/reference-sources.ts';
import { LiveFailure } from '../../../aws-unavailable.ts';
import { InputError } from '../../../input-error.ts';
import { findReferences } from '../../../lifecycle/find-references.ts';
import { exitCodes } from '../../exit-codes.ts';
import { homeRegion, type LiveSession, openLiveSession } from '../../live-session.ts';
import { type OpenTable, openTable } from '../../open-table.ts';
import { openOutput } from '../../output.ts';
import type { ProgramContext } from '../../program-context.ts';
import { withPatience } from '../../progress/patience.ts';
import { printableJson } from '../../render/printable-json.ts';
import type { ReferencesOptions } from './references-options.ts';
import { referencesReport, renderReferences } from './render-references.ts';
import { type CalledUser, neededUser } from './user-called.ts';

const codes: { readonly [standing in Standing]: number } = {
  clear: exitCodes.done,
  named: exitCodes.finding,
  stop: exitCodes.finding,
  'not-known': exitCodes.unusable,
};

/** Looks for everybody who names a user, prints it and keeps it in the table. Sets the exit code. */
export async function runReferences(who: string, options: ReferencesOptions, context: ProgramContext): Promise<void> {
  const output = await openOutput(options, { command: 'references', formats: ['table', 'json'] });
  const session = await openLiveSession(options);
  try {
    const table = await openTable(options, 'existing');
    const references = await search(who, session, table, options).finally(() => table.close());
    const report = referencesReport(session.accountId, references);
    await output.write(output.format === 'json' ? `${printableJson(report, 2)}\n` : renderReferences(report, output));
    context.setExitCode(codes[standingOf(references)]);
  } finally {
    session.close();
  }
}

async function search(who: string, session: LiveSession, table: OpenTable, options: ReferencesOptions) {
  const { accountId, chosen, iam, clock } = session;
  const user = await presentUser(neededUser(who, await table.readUsers(accountId, who)), session);
  const sources = referenceSources(iam, await homeRegion(options.profile), chosen.regions);
  const regionsLeftOut = chosen.enabled.filter((region) => !chosen.regions.includes(region));
  const { regions, missing: doubts } = chosen;
  const asked = { user, askedAt: clock(), regions, regionsLeftOut, doubts };
  const references = await withPatience(options, 'looking for references', () => findReferences(asked, sources));
  await table.writeLifecycle(accountId, { kind: 'references', references });
  return references;
}

/** The user as IAM has it now. Throws InputError where the name is another user's by now, or nobody's. */
async function presentUser({ userId, userName }: CalledUser, { iam }: LiveSession): Promise<NamedUser> {
  const answer = await userByName(iam, userName);
  if (answer.kind === 'failed') {
    const { failure, cause } = answer;
    throw new LiveFailure(`${userName}: IAM did not say who it is (${failure.why})`, mayPass(failure), cause);
  }
  if (answer.value?.userId === userId) return answer.value;
  throw new InputError(`${userName}: IAM has no such user any more, or another one; lastseen scan --live first`);
}
