/** Checks of the functions, their errors and the last daily run. */

import { ago } from '../ago.ts';
import type { Answer } from '../answer.ts';
import { isOverdue } from '../daily-run.ts';
import { plainText } from '../plain-text.ts';
import type { Instant } from '../time.ts';
import { examine, type Finding, fail, ok, warn } from './finding.ts';

export interface FunctionFacts {
  readonly name: string;
  /** The state that Lambda reports, `Active`. */
  readonly state: string | undefined;
  readonly lastUpdate: string | undefined;
  readonly runtime: string | undefined;
  readonly reservedConcurrency: number | undefined;
}

/** A function's invocations and errors in the last 24 hours, by CloudWatch. */
export interface FunctionUse {
  readonly name: string;
  readonly invocations: number;
  readonly errors: number;
}

/** The runtime that the stack is built for. */
const runtime = 'nodejs24.x';

/** Checks that a function can be called and has the right runtime. */
export function checkFunction(answer: Answer<FunctionFacts>): readonly Finding[] {
  return examine('function', answer, (facts) => {
    const name = plainText(facts.name);
    const again = 'deploy again: npm run deploy';
    if (facts.state !== 'Active') return [fail('function', `${name} is ${plainText(facts.state ?? 'gone')}`, again)];
    if (facts.lastUpdate === 'Failed') return [fail('function', `the last update of ${name} failed`, again)];
    if (facts.reservedConcurrency === 0) {
      const todo = `aws lambda delete-function-concurrency --function-name ${name}, then deploy again`;
      return [fail('function', `${name} is stopped: its reserved concurrency is 0`, todo)];
    }
    if (facts.runtime !== runtime) {
      return [
        warn('function', `${name} runs on ${plainText(facts.runtime ?? 'an unknown runtime')}, not ${runtime}`, again),
      ];
    }
    return [ok('function', `${name} is active on ${runtime}`)];
  });
}

/** Checks the errors of the last day. It fails for a function whose every invocation failed. */
export function checkFunctionErrors(answer: Answer<readonly FunctionUse[]>): readonly Finding[] {
  return examine('function-errors', answer, (uses) =>
    uses.map(({ name, invocations, errors }) => {
      const todo = `aws logs tail /aws/lambda/${plainText(name)} --since 1d --filter-pattern ERROR`;
      const says = `${plainText(name)}: ${errors} errors in ${invocations} invocations of the last day`;
      if (errors === 0) return ok('function-errors', says);
      return errors >= invocations ? fail('function-errors', says, todo) : warn('function-errors', says, todo);
    }),
  );
}

/** Checks that the daily job finished in time. */
export function checkLastRun(answer: Answer<Instant | undefined>, reconcile: string, now: Instant): readonly Finding[] {
  const invoke = `aws lambda invoke --function-name ${plainText(reconcile)} --invocation-type Event /dev/null`;
  const todo = `${invoke}, then look at its log`;
  return examine('last-run', answer, (asOf) => {
    if (asOf === undefined) return [fail('last-run', 'reconcile has never finished', todo)];
    const says = `reconcile last finished ${ago(asOf, now)}: ${asOf}`;
    return [isOverdue(asOf, now) ? fail('last-run', says, todo) : ok('last-run', says)];
  });
}
