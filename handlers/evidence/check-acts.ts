/** Checks the chain of acts of one account: links, bytes and signatures. */

import type { KeyObject } from 'node:crypto';
import type { ChainHead } from '../../domain/chain-head.ts';
import { type ChainFindings, checkChain } from '../../domain/evidence/act-chain.ts';
import type { ActRecord } from '../../domain/evidence/act-record.ts';
import type { AccountId } from '../../domain/ids.ts';
import { mapParsed } from '../../domain/parsed.ts';
import type { PlacedRecord } from '../../infra/ports/act-store.ts';
import { headAt, type OpenedAct, openAct } from './act-file.ts';
import { isSignedBy } from './act-signature.ts';

/** A chain as it was found. */
export interface FoundChain {
  readonly accountId: AccountId;
  readonly records: readonly PlacedRecord[];
  /** As the table or a mail has it, at 0 where the table has none; undefined where nobody said it. */
  readonly head: ChainHead | undefined;
  /** As a mail had it once: later records may stand behind it. */
  readonly mailed?: ChainHead | undefined;
}

/** A chain that was checked. */
export interface CheckedChain extends ChainFindings {
  readonly accountId: AccountId;
  /** The records that can be read, in order. */
  readonly acts: readonly ActRecord[];
  /** The end of the chain by its records; undefined where there is none. */
  readonly end: ChainHead | undefined;
}

/** Checks every byte of the records, and with keys their signatures. */
export function checkActs({ accountId, records, head, mailed }: FoundChain, keys: readonly KeyObject[]): CheckedChain {
  const found = records.map(({ sequence, text }) => ({ ...headAt(sequence, text), opened: openAct(text) }));
  const opened = found.flatMap((each) => (each.opened.kind === 'ok' ? [each.opened.value] : []));
  const placed = found.map((each) => ({ ...each, record: mapParsed(each.opened, ({ record }) => record) }));
  const chain = checkChain(accountId, placed, head, mailed);
  const signatures = checkSignatures(opened, keys);
  const last = found.at(-1);
  return {
    accountId,
    acts: opened.map(({ record }) => record),
    end: last && { sequence: last.sequence, sha256: last.sha256 },
    differences: [...chain.differences, ...signatures.differences],
    notes: [...chain.notes, ...signatures.notes],
  };
}

/**
 * A record says itself whether it is signed. Once a chain is signed, every later record is, but that of an undo which
 * the key gave no signature: the next signed record vouches for it, by its hash.
 */
function checkSignatures(opened: readonly OpenedAct[], keys: readonly KeyObject[]): ChainFindings {
  const signed = opened.filter(({ record }) => record.key !== undefined);
  const from = signed[0]?.record.sequence;
  const stripped = opened.filter(({ record, signature }) => record.key !== undefined && signature === undefined);
  const added = opened.filter(({ record, signature }) => record.key === undefined && signature !== undefined);
  const checked = keys.length === 0 ? [] : signed.filter((each) => each.signature !== undefined);
  const wrong = checked.filter((each) => !isSignedBy(keys, each));
  const unsigned = opened.filter(({ record }) => from !== undefined && record.key === undefined);
  const [undone, later] = partition(
    unsigned.filter(({ record }) => record.sequence > (from ?? 0)),
    undosWithoutSignature(opened),
  );
  return {
    differences: [
      ...lines(stripped, 'has lost its signature'),
      ...lines(added, 'has a signature and names no key'),
      ...lines(wrong, 'is not signed by the given key'),
      ...(keys.length > 0 && opened.length > 0 && signed.length === 0 ? ['no record is signed'] : []),
      ...lines(later, 'is not signed, although the records before it are'),
    ],
    notes: [
      ...signatureNotes(signed.length, opened.length, keys.length),
      ...undone.map(({ record }) => unsignedNote(record, signed.at(-1)?.record.sequence ?? 0)),
    ],
  };
}

const isRelease = (record: ActRecord | undefined) => record?.phase === 'intent' && record.act === 'release';

/** The records that say why they lack a signature, of undos alone: nothing else was done without one. */
function undosWithoutSignature(opened: readonly OpenedAct[]): (each: OpenedAct) => boolean {
  const bySequence = new Map(opened.map(({ record }) => [record.sequence, record]));
  return ({ record }) =>
    record.unsigned !== undefined && isRelease(record.phase === 'intent' ? record : bySequence.get(record.intent));
}

function unsignedNote({ sequence, unsigned }: ActRecord, lastSigned: number): string {
  const vouched =
    lastSigned > sequence
      ? `record ${lastSigned}, which is signed, vouches for it`
      : 'no signed record stands behind it yet: --trail compares its calls with CloudTrail';
  return `record ${sequence} is of an undo and not signed: ${unsigned}; ${vouched}`;
}

function partition<T>(all: readonly T[], fits: (each: T) => boolean): [T[], T[]] {
  return [all.filter(fits), all.filter((each) => !fits(each))];
}

const lines = (acts: readonly OpenedAct[], says: string) =>
  acts.map(({ record }) => `record ${record.sequence} ${says}`);

function signatureNotes(signed: number, all: number, keys: number): string[] {
  if (keys === 0) return signed === 0 ? [] : [`${signed} records are signed: --public-key checks that`];
  if (signed === all || signed === 0) return [];
  return [`${all - signed} of ${all} records are not signed`];
}
