/** The flow that makes evidence about one user. */

import type { AccountId } from '../../domain/ids.ts';
import { safeName } from '../../domain/plain-text.ts';
import type { LastSeenTable } from '../../infra/ports/last-seen-table.ts';
import { InputError } from '../input-error.ts';
import { findUser, showReport } from '../query/show-user.ts';
import { textOf } from './envelope.ts';
import { type EvidenceContent, type EvidenceMaking, evidenceContent } from './evidence-content.ts';
import { evidencePage } from './evidence-page.tsx';
import { type EventObject, notLookedUp } from './find-event.ts';
import { sealEvidence } from './seal.ts';
import type { LoggedEvent } from './trail-parts.ts';

/** The two files: for a machine and for a person. */
export interface EvidenceFiles {
  /** `evidence-111122223333-alice-2026-11-23`, without an ending. */
  readonly name: string;
  readonly json: string;
  readonly page: string;
}

/** Who the evidence is about, and where its last event is looked for. */
export interface EvidenceRequest {
  readonly who: string;
  /** The accounts in which the user is looked for; undefined: all. */
  readonly chosen: readonly AccountId[] | undefined;
  readonly findObject: (event: LoggedEvent) => Promise<EventObject>;
}

/** The facts about a user, from the table. Throws InputError where there is no such user, or no verdict on it. */
export async function readEvidence(table: LastSeenTable, request: EvidenceRequest): Promise<EvidenceContent> {
  const found = await findUser(table, request.who, request.chosen);
  const { stored, assessment } = found;
  const { run } = stored;
  if (assessment === undefined || run === undefined) {
    throw new InputError(`there is no verdict on ${request.who} yet: scan with an inventory, then export the evidence`);
  }
  const shown = showReport(found);
  const { lastSeen, accountId } = shown;
  const event = lastSeen?.eventId == null ? undefined : { ...lastSeen, eventId: lastSeen.eventId, accountId };
  const object = event === undefined ? notLookedUp : await request.findObject(event);
  return evidenceContent({ stored, run, assessment, shown, object });
}

/** The files of the evidence. */
export function evidenceFiles(facts: EvidenceContent, making: EvidenceMaking): EvidenceFiles {
  const content = { ...facts, ...making };
  const sealed = sealEvidence({ ...content });
  const { accountId, userName } = facts.subject;
  const name = `evidence-${accountId}-${safeName(userName)}-${facts.verdict.asOf.slice(0, 10)}`;
  return { name, json: textOf(sealed), page: evidencePage(content, sealed) };
}
