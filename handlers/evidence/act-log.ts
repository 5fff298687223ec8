/** Appends records of acts to the chain of their account. */

import { createHash, randomUUID } from 'node:crypto';
import type { ChainHead } from '../../domain/chain-head.ts';
import type { ActEntry, ActRecord } from '../../domain/evidence/act-record.ts';
import type { AccountId } from '../../domain/ids.ts';
import type { Act } from '../../domain/lifecycle/step.ts';
import { failureOf } from '../../infra/aws/failure.ts';
import type { ActLog, Appended, RecordSigner } from '../../infra/ports/act-log.ts';
import type { ActStore } from '../../infra/ports/act-store.ts';
import { actText, headAt, openAct, signedTextOf } from './act-file.ts';
import type { Signature } from './envelope.ts';

/** The log of acts over a store; `signer` signs each record. */
export function actLog(store: ActStore, signer?: RecordSigner): ActLog {
  const append = (accountId: AccountId, entry: ActEntry, act: Act) => {
    const signing = signer && { signer, isNeeded: act !== 'release' };
    return appendAct(store, signing, accountId, entry);
  };
  return {
    appendIntent: (accountId, intent) => append(accountId, { phase: 'intent', ...intent }, intent.act),
    appendOutcome: (accountId, outcome, act) => append(accountId, { phase: 'outcome', ...outcome }, act),
    head: store.readChainHead,
    readAll: store.readActs,
  };
}

/** So many appenders at once may be faster than this one. */
const triesAtMost = 50;

/**
 * Puts the record behind the last one. Whoever finds a record that the head does not know moves the head to it first.
 */
async function appendAct(
  store: ActStore,
  signing: Signing | undefined,
  accountId: AccountId,
  entry: ActEntry,
): Promise<Appended> {
  for (let tries = 0; tries < triesAtMost; tries++) {
    const before = await store.readChainHead(accountId);
    const sequence = (before?.sequence ?? 0) + 1;
    const link = before === undefined ? {} : { before: before.sha256 };
    const { text, unsigned } = await sealed({ accountId, id: randomUUID(), sequence, ...link, ...entry }, signing);
    const isPut = await store.putAct(accountId, sequence, text);
    const there = isPut ? text : await store.readAct(accountId, sequence);
    if (there === undefined) continue;
    const head = headAt(sequence, there);
    if (there !== text) checkFollows(there, accountId, before);
    await store.advanceChainHead(accountId, head);
    if (there === text) return { ...head, ...(unsigned !== undefined && { unsigned }) };
  }
  throw new Error(`the evidence of account ${accountId} takes no record: ${triesAtMost} others came first`);
}

/** What signs a record. Undo wins over everything, also over a key that refuses. */
interface Signing {
  readonly signer: RecordSigner;
  readonly isNeeded: boolean;
}

/** The text of a record, signed where it can be. Throws where its signature is needed and the key gives none. */
async function sealed(record: ActRecord, signing: Signing | undefined): Promise<Pick<Appended, 'unsigned'> & Text> {
  if (signing === undefined) return { text: actText(record, undefined) };
  const { signer, isNeeded } = signing;
  const signed = { ...record, key: signer.key };
  try {
    return { text: actText(signed, await signatureOf(signedTextOf(signed), signer)) };
  } catch (cause) {
    if (isNeeded) throw cause;
    const unsigned = `${signer.key} gave no signature (${failureOf(cause).why})`;
    return { text: actText({ ...record, unsigned }, undefined), unsigned };
  }
}

interface Text {
  readonly text: string;
}

async function signatureOf(text: string, signer: RecordSigner): Promise<Signature> {
  const value = await signer.sign(createHash('sha256').update(text).digest());
  return { algorithm: 'ECDSA_SHA_256', value: Buffer.from(value).toString('base64') };
}

/** A record that another appender put, which died before it moved the head or is about to move it. */
function checkFollows(text: string, accountId: AccountId, before: ChainHead | undefined): void {
  const opened = openAct(text);
  const record = opened.kind === 'ok' ? opened.value.record : undefined;
  const isNext = record?.accountId === accountId && record.before === before?.sha256;
  if (isNext && record.sequence === (before?.sequence ?? 0) + 1) return;
  const which = `record ${(before?.sequence ?? 0) + 1} of the evidence of account ${accountId}`;
  throw new Error(`${which} does not follow the one before: lastseen evidence verify --chain says what was changed`);
}
