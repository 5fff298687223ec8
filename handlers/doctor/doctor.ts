/** Gathers the facts about a deployment, and diagnoses it. */

import pMap from 'p-map';
import { type Answer, mapAnswer } from '../../domain/answer.ts';
import type { DeploymentFacts, StackParts } from '../../domain/doctor/diagnosis.ts';
import type { LifecycleFacts } from '../../domain/doctor/lifecycle-checks.ts';
import {
  type OptionalFunction,
  type OptionalFunctionFacts,
  optionalFunctions,
} from '../../domain/doctor/optional-functions.ts';
import { type RuleFacts, rulesOnOthers } from '../../domain/doctor/rule-checks.ts';
import { resourcesOf, type StackFacts, type StackResource } from '../../domain/doctor/stack-checks.ts';
import type { AccountId, Region } from '../../domain/ids.ts';
import { lifecycleEntriesOf } from '../../domain/lifecycle/stored-entries.ts';
import { parseAnyAccountId } from '../../domain/provider.ts';
import { chooseRegions } from '../../domain/settings/region-choice.ts';
import type { StoredAccount } from '../../domain/table/stored-account.ts';
import type { Instant } from '../../domain/time.ts';
import { canonicalDigest } from '../canonical-digest.ts';
import type { DoctorPorts } from './doctor-ports.ts';
import { ownersInQuestion } from './owners-in-question.ts';
import { readProvider } from './read-provider.ts';

/** The deployment to examine, and the versions on this machine. */
export interface DoctorRequest {
  readonly accountId: AccountId;
  readonly stackName: string;
  readonly home: Region;
  readonly now: Instant;
  readonly versions: DeploymentFacts['versions'];
}

const regionsAtOnce = 6;
const rolesAtOnce = 2;

/** Reads all facts about a deployment that the checks need. */
export async function examineDeployment(request: DoctorRequest, ports: DoctorPorts): Promise<DeploymentFacts> {
  const { stackName, home, now, versions } = request;
  const { enabled, missing: regionsMissing } = chooseRegions('all', await ports.enabledRegions());
  const regions = [...new Set([home, ...enabled])];
  const [clock, stack, health, forwarding] = await Promise.all([
    ports.clock(),
    ports.stack(stackName),
    ports.trailHealth(home, regions),
    readForwarding(request, regions, ports),
  ]);
  const parts =
    stack.kind === 'answered' && stack.value.resources.length > 0
      ? await readParts(stack.value, request, ports)
      : undefined;
  return { now, stackName, home, stack, parts, regions, regionsMissing, health, forwarding, clock, versions };
}

type Forwarding = ReadonlyMap<Region, Answer<readonly RuleFacts[]>>;

async function readForwarding(
  { accountId, home }: DoctorRequest,
  regions: readonly Region[],
  ports: DoctorPorts,
): Promise<Forwarding> {
  const bus = `arn:${partitionOf(home)}:events:${home}:${accountId}:event-bus/default`;
  const others = regions.filter((region) => region !== home);
  const read = async (region: Region) => [region, await ports.rulesTo(region, bus)] as const;
  return new Map(await pMap(others, read, { concurrency: regionsAtOnce }));
}

function partitionOf(region: Region): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

async function readParts(stack: StackFacts, request: DoctorRequest, ports: DoctorPorts): Promise<StackParts> {
  const [functions, optional, acting, rules, queues, { stored, ...stores }, alarms, subscriptions, roles] =
    await Promise.all([
      readFunctions(stack, request, ports),
      readOptionalFunctions(stack, request, ports),
      readLifecycle(stack, request, ports),
      pMap(rulesOf(stack), (rule) => readRule(rule, ports)),
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

/** CloudFormation's id of a rule is its name on the default bus, and `bus|name` on any other. */
const readRule = ({ physicalId }: StackResource, ports: DoctorPorts) =>
  ports.rule(physicalId.split('|').at(-1) ?? physicalId);

async function readLifecycle(
  stack: StackFacts,
  { accountId }: DoctorRequest,
  ports: DoctorPorts,
): Promise<ActingFacts | undefined> {
  const { parameters } = stack;
  const stage = parameters.get('Remediation') ?? 'off';
  if (stage === 'off') return undefined;
  const rule = stack.resources.find(({ id }) => id === 'ReturnRule');
  const [planned, items, returns, evidence, filters] = await Promise.all([
    ports.plannedRun(tableOf(stack), accountId),
    ports.lifecycles(tableOf(stack), accountId),
    rule && readRule(rule, ports),
    readEvidence(stack, ports),
    ports.filters(topicOf(stack)),
  ]);
  const entries = mapAnswer(items, (each) => lifecycleEntriesOf(each, canonicalDigest));
  return { stage, parameters, planned, entries, returns, evidence, hearing: { filters } };
}

/** What is known before the owners are. */
type ActingFacts = Omit<LifecycleFacts, 'hearing'> & { readonly hearing: Omit<LifecycleFacts['hearing'], 'owners'> };

function ownersOf(stored: Answer<StoredAccount>, { entries, parameters }: ActingFacts): Answer<readonly string[]> {
  if (entries.kind === 'failed') return entries;
  return mapAnswer(stored, (account) => ownersInQuestion(account, entries.value, parameters));
}

/** The key and the bucket that the stack was given or made; none below a stage that acts. */
async function readEvidence(stack: StackFacts, ports: DoctorPorts): Promise<LifecycleFacts['evidence']> {
  const { parameters } = stack;
  if (parameters.get('Remediation') === 'plan') return {};
  const chosen = (name: string, id: string) => {
    const given = parameters.get(name) ?? '';
    return given === 'create' ? nameOf(stack, id) : given;
  };
  const [key, bucket] = [chosen('EvidenceKeyArn', 'EvidenceSigningKey'), chosen('EvidenceBucket', 'EvidenceRecords')];
  const [signing, records] = await Promise.all([
    key === '' ? undefined : ports.evidenceKey(key),
    bucket === '' ? undefined : ports.evidenceBucket(bucket),
  ]);
  return { key: signing, bucket: records };
}

async function readFunctions(stack: StackFacts, { now }: DoctorRequest, ports: DoctorPorts) {
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
function readOptionalFunctions(stack: StackFacts, request: DoctorRequest, ports: DoctorPorts) {
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
  { accountId }: DoctorRequest,
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

async function readStores(stack: StackFacts, { accountId }: DoctorRequest, ports: DoctorPorts) {
  const tableName = tableOf(stack);
  const [table, stored] = await Promise.all([
    ports.tableSettings(tableName),
    ports.storedAccount(tableName, accountId),
  ]);
  const lastRun = mapAnswer(stored, ({ run }) => run?.asOf);
  return { table, stored, lastRun, watches: mapAnswer(stored, ({ watches }) => watches) };
}

const topicOf = (stack: StackFacts) => stack.topicArn ?? nameOf(stack, 'Topic');

const tableOf = (stack: StackFacts) => stack.tableName ?? nameOf(stack, 'LastSeenTable');

const readRoles = (stack: StackFacts, ports: DoctorPorts) =>
  pMap(resourcesOf(stack, 'AWS::IAM::Role'), ({ id, physicalId }) => ports.role(id, physicalId), {
    concurrency: rolesAtOnce,
  });

const namesOf = (stack: StackFacts, type: string) => resourcesOf(stack, type).map(({ physicalId }) => physicalId);

/** The name of the resource with this id in the template. */
const nameOf = (stack: StackFacts, id: string) =>
  stack.resources.find((resource) => resource.id === id)?.physicalId ?? id;
