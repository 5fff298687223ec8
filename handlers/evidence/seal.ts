/** Evidence of a verdict, as it is stored. */

import type { JsonObject } from '../../domain/json.ts';
import type { Parsed } from '../../domain/parsed.ts';
import { type Envelope, openAs, sealAs } from './envelope.ts';

/**
 * The format of evidence. Raise it with every change that an older version would misread; later formats add fields
 * beside `content`.
 */
const evidenceFormat = 1;

const evidence = { kind: 'lastseen-evidence', format: evidenceFormat, noun: 'evidence', maySign: false } as const;

export type SealedEvidence = Envelope<typeof evidence.kind>;

export const sealEvidence = (content: JsonObject): SealedEvidence => sealAs(evidence, content);

export const openEvidence = (text: string): Parsed<SealedEvidence> => openAs(evidence, text);
