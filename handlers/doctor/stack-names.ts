/** What CloudFormation calls the resources of a stack. */

import { resourcesOf, type StackFacts, type StackResource } from '../../domain/doctor/stack-checks.ts';

/** The names of all resources of a type. */
export const namesOf = (stack: StackFacts, type: string) =>
  resourcesOf(stack, type).map(({ physicalId }) => physicalId);

/** The name of the resource with this id in the template. */
export const nameOf = (stack: StackFacts, id: string) =>
  stack.resources.find((resource) => resource.id === id)?.physicalId ?? id;

/** The topic for people, by the stack's output or else by its id in the template. */
export const topicOf = (stack: StackFacts) => stack.topicArn ?? nameOf(stack, 'Topic');

/** The table, by the stack's output or else by its id in the template. */
export const tableOf = (stack: StackFacts) => stack.tableName ?? nameOf(stack, 'LastSeenTable');

/** CloudFormation's id of a rule is its name on the default bus, and `bus|name` on any other. */
export const ruleNameOf = ({ physicalId }: StackResource): string => physicalId.split('|').at(-1) ?? physicalId;
