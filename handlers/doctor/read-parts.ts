/** Gathers the facts about the parts of a stack. */

import pMap from 'p-map';
import { mapAnswer } from '../../domain/answer.ts';
import type { StackParts } from '../../domain/doctor/diagnosis.ts';
import {
  type OptionalFunction,
  type OptionalFunctionFacts,
  optionalFunctions,
} from '../../domain/doctor/optional-functions.ts';
import { rulesOnOthers } from '../../domain/doctor/rule-checks.ts';
import { resourcesOf, type StackFacts } from '../../domain/doctor/stack-checks.ts';
import type { AccountId } from '../../domain/ids.ts';
import { parseAnyAccountId } from '../../domain/provider.ts';
import type { Instant } from '../../domain/time.ts';
import type { DoctorPorts } from './doctor-ports.ts';
import { ownersOf, readActing } from './read-acting.ts';
import { readProvider } from './read-provider.ts';
import { nameOf, namesOf, ruleNameOf, tableOf, topicOf } from './stack-names.ts';

/** Whose stack it is, and when it is examined. */
interface PartsRequest {
  readonly accountId: AccountId;
  readonly now: Instant;
}

const rolesAtOnce = 2;

/** Reads what is known of each part of the stack. */
export async function readParts(stack: StackFacts, request: PartsRequest, ports: DoctorPorts): Promise<StackParts> {
  const [functions, optional, acting, rules, queues, { stored, ...stores }, alarms, subscriptions, roles] =
    await Promise.all([
      readFunctions(stack, request, ports),
      readOptionalFunctions(stack, request, ports),
      readActing(stack, request.accountId, ports),
      pMap(rulesOf(stack), (rule) => ports.rule(ruleNameOf(rule))),
      pMap(namesOf(stack, 'AWS::SQS::Queue'), (url) => ports.queue(url)),
      readStores(stack, request, ports),
      ports.alarms(`${stack.name}-`),
      ports.subscriptions(topicOf(stack)),
      readRoles(stack, ports),
    ]);
  const lifecycle = acting && { ...acting, hearing: { ...acting.hearing, owners: ownersOf(stored, acting) } };
  const alarmNames = namesOf(stack, 'AWS::CloudWatch::Alarm');
  return { ...functions, optional, lifecycle, rules, queues, ...stores, alarms, alarmNames, subscriptions, roles };
}

/** The rules on CloudTrail's events. */
const rulesOf = (stack: StackFacts) =>
  resourcesOf(stack, 'AWS::Events::Rule').filter(({ id }) => !rulesOnOthers.includes(id));

async function readFunctions(stack: StackFacts, { now }: PartsRequest, ports: DoctorPorts) {
  const names = namesOf(stack, 'AWS::Lambda::Function');
  const [functions, uses] = await Promise.all([
    pMap(names, async (name) => ({ name, ...(await ports.function(name)) })),
    ports.functionUse(names, now),
  ]);
  const ingest = nameOf(stack, 'IngestLambdaFunction');
  return {
    ingestArn: functions.find(({ name }) => name === ingest)?.arn,
    reconcileName: nameOf(stack, 'ReconcileLambdaFunction'),
    functions: functions.map(({ facts }) => facts),
    uses,
  };
}

/** The functions that the stack's parameters ask for, and the latest runs that they followed. */
function readOptionalFunctions(stack: StackFacts, request: PartsRequest, ports: DoctorPorts) {
  const asked = optionalFunctions.filter(
    ({ parameter }) => parameter === undefined || !['', 'no'].includes(stack.parameters.get(parameter) ?? ''),
  );
  return pMap(asked, async (each): Promise<OptionalFunctionFacts> => {
    const name = stack.resources.find(({ id }) => id === each.id)?.physicalId;
    if (name === undefined) return { ...each, name, followed: undefined };
    const [followed, provider] = await Promise.all([
      followedRun(each, stack, request, ports),
      readProvider(each, name, stack, ports),
    ]);
    return { ...each, name, followed, ...(provider && { provider }) };
  });
}

async function followedRun(
  { check, parameter, hasOwnRuns }: OptionalFunction,
  stack: StackFacts,
  { accountId }: PartsRequest,
  ports: DoctorPorts,
): Promise<OptionalFunctionFacts['followed']> {
  const table = tableOf(stack);
  if (hasOwnRuns) {
    const tenant = parseAnyAccountId(stack.parameters.get(parameter ?? ''));
    return tenant && ports.tenantRun(table, tenant);
  }
  if (check === 'security-hub') return ports.importedRun(table, accountId);
  if (check === 'page') return ports.writtenRun(table, accountId, nameOf(stack, 'ReportBucket'));
  return undefined;
}

async function readStores(stack: StackFacts, { accountId }: PartsRequest, ports: DoctorPorts) {
  const tableName = tableOf(stack);
  const [table, stored] = await Promise.all([
    ports.tableSettings(tableName),
    ports.storedAccount(tableName, accountId),
  ]);
  const lastRun = mapAnswer(stored, ({ run }) => run?.asOf);
  return { table, stored, lastRun, watches: mapAnswer(stored, ({ watches }) => watches) };
}

const readRoles = (stack: StackFacts, ports: DoctorPorts) =>
  pMap(resourcesOf(stack, 'AWS::IAM::Role'), ({ id, physicalId }) => ports.role(id, physicalId), {
    concurrency: rolesAtOnce,
  });
