/** Gathers the facts about the stages that act on users. */

import { type Answer, mapAnswer } from '../../domain/answer.ts';
import type { LifecycleFacts } from '../../domain/doctor/lifecycle-checks.ts';
import type { StackFacts } from '../../domain/doctor/stack-checks.ts';
import type { AccountId } from '../../domain/ids.ts';
import { lifecycleEntriesOf } from '../../domain/lifecycle/stored-entries.ts';
import type { StoredAccount } from '../../domain/table/stored-account.ts';
import { canonicalDigest } from '../canonical-digest.ts';
import type { DoctorPorts } from './doctor-ports.ts';
import { ownersInQuestion } from './owners-in-question.ts';
import { nameOf, ruleNameOf, tableOf, topicOf } from './stack-names.ts';

/** The facts about the stages that act; undefined where the stack has none. */
export async function readActing(
  stack: StackFacts,
  accountId: AccountId,
  ports: DoctorPorts,
): Promise<ActingFacts | undefined> {
  const { parameters } = stack;
  const stage = parameters.get('Remediation') ?? 'off';
  if (stage === 'off') return undefined;
  const rule = stack.resources.find(({ id }) => id === 'ReturnRule');
  const [planned, items, returns, evidence, filters] = await Promise.all([
    ports.plannedRun(tableOf(stack), accountId),
    ports.lifecycles(tableOf(stack), accountId),
    rule && ports.rule(ruleNameOf(rule)),
    readEvidence(stack, ports),
    ports.filters(topicOf(stack)),
  ]);
  const entries = mapAnswer(items, (each) => lifecycleEntriesOf(each, canonicalDigest));
  return { stage, parameters, planned, entries, returns, evidence, hearing: { filters } };
}

/** What is known before the owners are. */
export type ActingFacts = Omit<LifecycleFacts, 'hearing'> & {
  readonly hearing: Omit<LifecycleFacts['hearing'], 'owners'>;
};

/** The owners whose users may be acted on. */
export function ownersOf(
  stored: Answer<StoredAccount>,
  { entries, parameters }: ActingFacts,
): Answer<readonly string[]> {
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
