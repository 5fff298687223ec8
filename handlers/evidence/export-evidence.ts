/** The flow that makes evidence about one user. */

import type { AccountId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import type { LastSeenTable } from '../../infra/ports/last-seen-table.ts';
import { InputError } from '../input-error.ts';
import { findUser, showReport } from '../query/show-user.ts';
import { type EvidenceContent, evidenceContent } from './evidence-content.ts';
import { evidencePage } from './evidence-page.ts';
import type { EventObject } from './find-event.ts';
import { sealEvidence } from './seal.ts';

/** What makes evidence, beside the facts. */
export interface EvidenceMaking {
  readonly tool: { readonly name: string; readonly version: string; readonly command: readonly string[] };
  readonly exportedAt: Instant;
  readonly inputs: readonly { readonly option: string; readonly name: string; readonly sha256: string | null }[];
}

/** The whole content of evidence: the facts, and what made it. */
export interface ExportedContent extends EvidenceContent, EvidenceMaking {}

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
  readonly account: AccountId | undefined;
  readonly findObject: (eventId: string) => Promise<EventObject>;
}

/** The facts about a user, from the table. Throws InputError where there is no such user, or no verdict on it. */
export async function readEvidence(table: LastSeenTable, request: EvidenceRequest): Promise<EvidenceContent> {
  const found = await findUser(table, request.who, request.account);
  const { stored, assessment } = found;
  const { run } = stored;
  if (assessment === undefined || run === undefined) {
    throw new InputError(`there is no verdict on ${request.who} yet: scan with an inventory, then export the evidence`);
  }
  const shown = showReport(found);
  const eventId = shown.lastSeen?.eventId;
  const object = typeof eventId === 'string' ? await request.findObject(eventId) : ({ status: 'not-looked-up' } as const);
  return evidenceContent({ stored, run, assessment, shown, object });
}

/** The files of the evidence. */
export function evidenceFiles(facts: EvidenceContent, making: EvidenceMaking): EvidenceFiles {
  const content = plainJson({ ...facts, ...making });
  const json = sealEvidence({ ...content });
  const { accountId, userName } = facts.subject;
  const name = `evidence-${accountId}-${safeName(userName)}-${facts.verdict.asOf.slice(0, 10)}`;
  return { name, json, page: evidencePage(content, json) };
}
