import type { SetBrake } from '../../../../domain/lifecycle/lifecycle.ts';
import { clockTime } from '../../../clock.ts';
import { exitCodes } from '../../exit-codes.ts';
import { remark } from '../../missing.ts';
import type { ProgramContext } from '../../program-context.ts';
import { asCaller } from './open-caller.ts';
import { neededReason, reasonOf, type WordOptions } from './word-options.ts';

/** Pulls or releases the brake of the account. Releasing needs a reason, pulling never waits for one. */
export async function runBrake(state: SetBrake['state'], options: WordOptions, context: ProgramContext): Promise<void> {
  const reason = state === 'off' ? neededReason(options) : reasonOf(options);
  await asCaller(options, async ({ accountId, arn }, table) => {
    const brake = { state, by: arn, at: clockTime(), ...(reason !== undefined && { reason }) };
    await table.writeLifecycle(accountId, { kind: 'brake', brake });
    remark(`account ${accountId}: ${brakeDone[state]}`, options);
  });
  context.setExitCode(exitCodes.done);
}

const brakeDone = {
  on: 'stopped; nobody comes nearer to a quarantine until lastseen resume --reason',
  off: 'resumed; lastseen plan shows what comes next',
} as const;
