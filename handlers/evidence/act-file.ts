/** A record of an act, as it is stored. */

import type { ChainHead } from '../../domain/chain-head.ts';
import { type ActRecord, actRecordFormat, actRecordKind } from '../../domain/evidence/act-record.ts';
import { isActRecord } from '../../domain/evidence/act-shape.ts';
import { ok, type Parsed, wrong } from '../../domain/parsed.ts';
import { canonicalText, sha256 } from '../canonical-digest.ts';
import { openAs, type Signature, sealAs, textOf } from './envelope.ts';

const act = { kind: actRecordKind, format: actRecordFormat, noun: 'record of an act', maySign: true } as const;

/** A record whose text is as it was written. */
export interface OpenedAct {
  readonly record: ActRecord;
  readonly signature: Signature | undefined;
  /** What a signature signs: the canonical text of the record. */
  readonly signedText: string;
}

/** What a signature of the record signs. */
export const signedTextOf = (record: ActRecord): string => canonicalText({ ...record });

export function actText(record: ActRecord, signature: Signature | undefined): string {
  return textOf({ ...sealAs(act, { ...record }), ...(signature !== undefined && { signature }) });
}

/** Reads a record. Whatever is wrong with it, it was changed after it was written. */
export function openAct(text: string): Parsed<OpenedAct> {
  const opened = openAs(act, text);
  if (opened.kind === 'wrong') return opened;
  const { content, signature } = opened.value;
  if (isActRecord(content)) return ok({ record: content, signature, signedText: canonicalText(content) });
  const todo = 'was changed: its digest fits, but fields are missing or have another type';
  return wrong({ field: 'digest', given: undefined, todo });
}

/** The end of a chain whose last record has this text. */
export const headAt = (sequence: number, text: string): ChainHead => ({ sequence, sha256: sha256(text) });
