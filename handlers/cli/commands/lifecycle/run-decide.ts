import { IAMClient } from '@aws-sdk/client-iam';
import { lifecycleSettings, type PartialSettings } from '../../../../domain/lifecycle/settings.ts';
import { userArn } from '../../../../domain/lifecycle/user-access.ts';
import type { Caller } from '../../../../infra/aws/caller-account.ts';
import { InputError } from '../../../input-error.ts';
import type { ActPorts, ActResult } from '../../../lifecycle/act-ports.ts';
import { holdUser, type PersonsWord, undoUser } from '../../../lifecycle/decide-user.ts';
import { exitCodes } from '../../exit-codes.ts';
import { homeRegion, liveClientConfig } from '../../live-session.ts';
import { remark } from '../../missing.ts';
import type { OpenTable } from '../../open-table.ts';
import type { ProgramContext } from '../../program-context.ts';
import { type ActOptions, actingAs, actPortsOf } from './act-ports-of.ts';
import { asCaller } from './open-caller.ts';
import { userCalled } from './user-called.ts';
import { neededReason, type WordOptions } from './word-options.ts';

export interface DecideOptions extends WordOptions, ActOptions {
  readonly lifecycle?: PartialSettings;
}

/** Undoes or holds the quarantine of a user, says what came of it, and sets the exit code. */
export async function runDecide(
  word: 'undo' | 'hold',
  who: string,
  options: DecideOptions,
  context: ProgramContext,
): Promise<void> {
  const reason = neededReason(options);
  const settings = lifecycleSettings(options.lifecycle ?? {});
  const iam = new IAMClient({ ...liveClientConfig, region: await homeRegion(options.profile) });
  await asCaller(options, async (caller, table) => {
    const ports = await actPortsOf(iam, table, options);
    const user = await namedUser(who, caller, table, ports);
    const decide = word === 'undo' ? undoUser : holdUser;
    const result = await decide({ ...user, reason, settings }, ports, actingAs(caller));
    conclude(word, `${user.userName} (${user.userId})`, result, options, context);
  }).finally(() => iam.destroy());
}

/** The user by the table; after a loss of the table by IAM. Throws InputError where neither knows it. */
async function namedUser(
  who: string,
  { accountId, arn }: Caller,
  table: OpenTable,
  { access }: ActPorts,
): Promise<Omit<PersonsWord, 'reason' | 'settings'>> {
  const user = userCalled(who, await table.readUsers(accountId, who));
  if (user !== undefined) return { userId: user.userId, userName: user.userName, arn: user.arn, user };
  const found = await access(who);
  if (found.kind === 'failed') {
    const why = `IAM did not answer about that name (${found.failure.why})`;
    throw new InputError(`${who}: the table knows no such user of account ${accountId}, and ${why}`);
  }
  const { userId, userName } = found.value;
  return { userId, userName, arn: userArn(arn, accountId, found.value) };
}

const doneWords = {
  undo: 'released; the deny and the tag are gone',
  hold: 'held; it stays denied until lastseen undo',
} as const;

function conclude(
  word: 'undo' | 'hold',
  user: string,
  { kind, why, isAsWished }: ActResult,
  options: DecideOptions,
  context: ProgramContext,
): void {
  const said = kind === 'done' ? [doneWords[word], ...(why === undefined ? [] : [why])].join('; ') : `${why}`;
  remark(`${user}: ${said}`, kind === 'failed' ? {} : options);
  const exits = {
    done: exitCodes.done,
    dropped: isAsWished ? exitCodes.done : exitCodes.unusable,
    failed: exitCodes.mayPass,
  };
  context.setExitCode(exits[kind]);
}
