/** Records an act in the account's chain of evidence: what will be done before it, what came of it after. */

import type { ActIntent } from '../../domain/evidence/act-record.ts';
import type { Acting, ActingAs, ActPorts, ActResult } from './act-ports.ts';

/** What is known of an act before it; time, actor and version come from who acts. */
export type Intended = Omit<ActIntent, 'at' | 'actor' | 'software'>;

/**
 * Does the work of an act between its two records. Without a written intent nothing is done. Throws where the table
 * cannot be reached: then the intent stays without an outcome, and the next run goes on.
 */
export async function recordAct(
  intended: Intended,
  ports: ActPorts,
  as: ActingAs,
  work: (acting: Acting) => Promise<ActResult>,
): Promise<ActResult> {
  const { accountId, actor, software } = as;
  const before = await ports.log.appendIntent(accountId, { at: ports.clock(), actor, software, ...intended });
  const acting: Acting = { ports, as, userName: intended.user.userName, calls: [] };
  const { kind: result, why } = await work(acting);
  const outcome = {
    at: ports.clock(),
    intent: before.sequence,
    result,
    ...(why !== undefined && { why }),
    actor,
    software,
  };
  const after = await ports.log.appendOutcome(accountId, { ...outcome, calls: acting.calls }, intended.act);
  const unsigned = before.unsigned ?? after.unsigned;
  const said = unsigned === undefined ? [] : [`it is recorded without a signature: ${unsigned}`];
  return { kind: result, why: [why, ...said].filter(Boolean).join('; ') || undefined };
}
