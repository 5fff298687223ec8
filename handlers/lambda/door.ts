/** What every function needs: its settings and its account. */

import type { Context } from 'aws-lambda';
import { type AccountId, parseAccountId } from '../../domain/ids.ts';
import type { Parsed, Problem, Wrong } from '../../domain/parsed.ts';
import type { Environment } from '../../domain/settings/environment.ts';

/**
 * The settings of a function, from its environment. Throws naming every wrong variable: then the function does not
 * start.
 */
export function settingsOf<T>(parse: (env: Environment) => Parsed<T>, env: Environment = process.env): T {
  const parsed = parse(env);
  if (parsed.kind === 'wrong') throw new Error(`wrong environment: ${problemsWords(parsed)}`);
  return parsed.value;
}

/** Every problem of an input, in one line. */
export const problemsWords = ({ problems }: Wrong): string => problems.map(problemWords).join('; ');

function problemWords({ field, given, todo }: Problem): string {
  return `${field}${given === undefined ? ' is not set' : `=${given}`}: ${todo}`;
}

/**
 * The account of the invoked function, from `arn:aws:lambda:REGION:ACCOUNT:function:NAME`; undefined where the ARN has
 * none, as for a function that is invoked locally.
 */
export function accountOf({ invokedFunctionArn }: Pick<Context, 'invokedFunctionArn'>): AccountId | undefined {
  return parseAccountId(invokedFunctionArn.split(':')[4]);
}

/** The same for a function that can do nothing without its account. */
export function requireAccount(context: Pick<Context, 'invokedFunctionArn'>): AccountId {
  const accountId = accountOf(context);
  if (accountId === undefined) throw new Error(`the function's ARN has no account: ${context.invokedFunctionArn}`);
  return accountId;
}
