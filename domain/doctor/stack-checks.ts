/** Checks of the stack itself, and its resources. */

import type { Answer } from '../answer.ts';
import { plainText } from '../plain-text.ts';
import { examine, type Finding, fail, ok } from './finding.ts';

/** One resource of the stack, by its id in the template. */
export interface StackResource {
  readonly id: string;
  readonly type: string;
  /** Its name, ARN or URL, as CloudFormation reports it. */
  readonly physicalId: string;
}

/** What CloudFormation says of a stack. */
export interface StackFacts {
  readonly name: string;
  /** The status that CloudFormation reports; undefined where there is no such stack. */
  readonly status: string | undefined;
  readonly resources: readonly StackResource[];
  /** The values of its parameters, by name. */
  readonly parameters: ReadonlyMap<string, string>;
  /** The table and the topic that it uses: created by the stack, or an existing one given as a parameter. */
  readonly tableName: string | undefined;
  readonly topicArn: string | undefined;
}

/** What there is to say about a stack that does not exist, beside its name. */
export const absentStack = {
  status: undefined,
  resources: [],
  parameters: new Map<string, string>(),
  tableName: undefined,
  topicArn: undefined,
} as const;

/** Checks that the stack exists and its last change is complete. */
export function checkStack(stack: Answer<StackFacts>): readonly Finding[] {
  return examine('stack', stack, ({ name, status }) => {
    if (status === undefined) {
      return [
        fail(
          'stack',
          `${plainText(name)} does not exist in this account and Region`,
          'deploy it: npm run deploy; or give --stack and --region',
        ),
      ];
    }
    if (/^(?:CREATE|UPDATE|IMPORT)_COMPLETE$/.test(status)) return [ok('stack', `${plainText(name)} is ${status}`)];
    const todo = `aws cloudformation describe-stack-events --stack-name ${plainText(name)}`;
    return [fail('stack', `${plainText(name)} is ${plainText(status)}`, todo)];
  });
}

/** The resources of one type, in the template's order of ids. */
export function resourcesOf(stack: StackFacts, type: string): readonly StackResource[] {
  return stack.resources.filter((resource) => resource.type === type);
}
