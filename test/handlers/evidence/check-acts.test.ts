import { generateKeyPairSync } from 'node:crypto';
import { KMSClient } from '@aws-sdk/client-kms';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { ChainHead } from '../../../domain/chain-head.ts';
import { sha256 } from '../../../handlers/canonical-digest.ts';
import { actText, openAct } from '../../../handlers/evidence/act-file.ts';
import { actLog } from '../../../handlers/evidence/act-log.ts';
import { readPublicKey } from '../../../handlers/evidence/act-signature.ts';
import { checkActs } from '../../../handlers/evidence/check-acts.ts';
import { kmsSigner } from '../../../infra/aws/kms/kms-signer.ts';
import type { RecordSigner } from '../../../infra/ports/act-log.ts';
import type { PlacedRecord } from '../../../infra/ports/act-store.ts';
import { account, user } from '../../domain/builders.ts';
import { anIntent, anOutcome } from '../../domain/evidence/act-builders.ts';
import { Refusal } from '../../fakes/aws-json-server.ts';
import { startKmsServer } from '../../fakes/evidence/kms-server.ts';
import { memoryActs } from '../../fakes/evidence/memory-acts.ts';

const accountId = account();
const kms = await startKmsServer();
const { publicKey } = kms;
const client = new KMSClient({ ...kms.config, region: 'eu-west-1' });
const signer = kmsSigner(client, kms.keyArn);
afterAll(() => kms.stop());

/** A quarantine, its release, and an intent whose writer died: five records. */
async function aLife(by?: RecordSigner) {
  const store = memoryActs();
  const log = actLog(store, by);
  for (const act of ['quarantine', 'release'] as const) {
    const { sequence } = await log.appendIntent(accountId, anIntent({ act }));
    await log.appendOutcome(accountId, anOutcome(sequence), act);
  }
  await log.appendIntent(accountId, anIntent());
  return { store, records: await log.readAll(accountId), head: await log.head(accountId) };
}

const check = (records: readonly PlacedRecord[], head: ChainHead | undefined, keys = [publicKey]) =>
  checkActs({ accountId, records, head }, keys);

/** The records with that text at the place. */
const withText = (records: readonly PlacedRecord[], at: number, change: (text: string) => string) =>
  records.map((each, index) => (index === at ? { ...each, text: change(each.text) } : each));

/** The text with another byte at the place. */
function withByte(text: string, at: number, byte: number): string {
  const bytes = Buffer.from(text);
  bytes[at] = byte === bytes[at] ? (byte + 1) % 128 : byte;
  return bytes.toString('latin1');
}

const life = await aLife();
const signedLife = await aLife(signer);

describe('the chain of acts', () => {
  it('verifies as it was written, signed or not, and tells of an act without outcome', () => {
    const noOutcome = `record 5, quarantine of alice (${user()}) at 2026-11-23T08:00:00Z, has no outcome`;
    for (const [{ records, head }, keys] of [
      [life, []],
      [signedLife, [publicKey]],
    ] as const) {
      const { differences, notes, end, acts } = check(records, head, [...keys]);
      expect(differences).toEqual([]);
      expect(notes).toEqual([expect.stringContaining(noOutcome)]);
      expect(end).toEqual(head);
      expect(acts.map(({ phase }) => phase)).toEqual(['intent', 'outcome', 'intent', 'outcome', 'intent']);
    }
  });

  it('shows a change of every single byte of an intent and of an outcome', () => {
    for (const { sequence, text } of life.records.slice(0, 2)) {
      for (let at = 0; at < text.length; at++) {
        const changed = openAct(withByte(text, at, (at * 31) % 128));
        expect(changed.kind, `byte ${at} of record ${sequence}`).toBe('wrong');
      }
    }
  });

  it('shows a change of any byte of any signed record', () => {
    const places = fc.integer({ min: 0, max: 4 }).chain((index) => {
      const length = signedLife.records[index]?.text.length ?? 0;
      return fc.tuple(fc.constant(index), fc.nat(length - 1), fc.nat(127));
    });
    fc.assert(
      fc.property(places, ([index, at, byte]) => {
        const changed = withText(signedLife.records, index, (text) => withByte(text, at, byte));
        expect(check(changed, undefined).differences).not.toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('shows that records were removed, put between, swapped or repeated, at any place', () => {
    const { records, head } = life;
    const renumbered = (texts: readonly string[]) => texts.map((text, index) => ({ sequence: index + 1, text }));
    const texts = records.map(({ text }) => text);
    const stranger = actText({ ...recordOf(texts, 0), id: 'other' }, undefined);
    for (const [at, text] of texts.entries()) {
      const next = (at + 1) % texts.length;
      const swapped = texts.map((each, index) => (index === at ? texts[next] : index === next ? text : each));
      const forgeries = [
        records.filter((_, index) => index !== at),
        records.slice(0, at),
        renumbered(texts.toSpliced(at, 1)),
        renumbered(texts.toSpliced(at, 0, stranger)),
        renumbered(texts.toSpliced(at, 0, text)),
        renumbered(swapped.map((each) => each ?? '')),
      ];
      for (const forged of forgeries) expect(check(forged, head, []).differences).not.toEqual([]);
    }
  });

  it('shows a whole chain that somebody wrote anew: its end is not the head, and he has no key', async () => {
    const forged = await aLife();
    expect(check(forged.records, life.head, []).differences).toEqual([
      'record 5 is not the one that the head names: it was replaced',
    ]);
    expect(check(forged.records, forged.head).differences).toEqual(['no record is signed']);
    const stripped = signedLife.records.map(({ sequence, text }) => {
      const opened = openAct(text);
      return { sequence, text: opened.kind === 'ok' ? actText(opened.value.record, undefined) : '' };
    });
    expect(check(stripped, undefined, []).differences).toContain('record 1 has lost its signature');
  });

  it('records nothing that KMS does not sign', async () => {
    const store = memoryActs();
    kms.refuse = () => new Refusal('DisabledException');
    await expect(actLog(store, signer).appendIntent(accountId, anIntent())).rejects.toThrow();
    kms.refuse = () => undefined;
    expect(await store.readActs(accountId)).toEqual([]);
  });

  it('records an undo also where KMS refuses, says so, and the next signed record vouches for it', async () => {
    const store = memoryActs();
    const refusing = async () => Promise.reject(new Refusal('AccessDeniedException'));
    const [log, undoing] = [actLog(store, signer), actLog(store, { ...signer, sign: refusing })];
    await log.appendIntent(accountId, anIntent());
    await log.appendOutcome(accountId, anOutcome(1), 'quarantine');
    const undo = await undoing.appendIntent(accountId, anIntent({ act: 'release' }));
    expect(undo.unsigned).toMatch(/key\/1{8}.* gave no signature/);
    await undoing.appendOutcome(accountId, anOutcome(3), 'release');
    const found = async () => check(await log.readAll(accountId), await log.head(accountId));
    const nothingBehind = /^record [34] is of an undo and not signed: .*no signed record stands behind it yet/;
    const noted = async (line: RegExp) => (await found()).notes.filter((note) => line.test(note));
    expect([(await found()).differences, (await noted(nothingBehind)).length]).toEqual([[], 2]);
    await log.appendIntent(accountId, anIntent());
    expect([(await found()).differences, (await noted(/record 5, which is signed, vouches/)).length]).toEqual([[], 2]);
  });

  it('shows an act that is no undo and says that KMS refused it', async () => {
    const store = memoryActs();
    const log = actLog(store, signer);
    await log.appendIntent(accountId, anIntent());
    const { text } = (await log.readAll(accountId))[0] ?? { text: '' };
    const link = { accountId, id: 'forged', sequence: 2, before: sha256(text), unsigned: 'KMS was away' };
    await store.putAct(accountId, 2, actText({ ...link, phase: 'intent', ...anIntent() }, undefined));
    expect(check(await log.readAll(accountId), undefined).differences).toEqual([
      'record 2 is not signed, although the records before it are',
    ]);
  });

  it('names the records that are missing, and a head that lags', () => {
    const { records } = life;
    const [first, , , fourth] = records;
    const kept = records.filter((each) => each === first || each === fourth);
    expect(check(kept, life.head, []).differences).toEqual(['records 2 to 3 are missing', 'record 5 is missing']);
    const headOf = (at: number) => ({ sequence: at, sha256: sha256(records[at - 1]?.text ?? '') });
    expect(check(records, headOf(4), []).differences).toEqual([]);
    expect(check(records, headOf(4), []).notes).toContain('the head stands one record behind: the next act moves it');
    expect(check(records, headOf(3), []).differences).toEqual([expect.stringContaining('stands 2 records behind')]);
    expect(check(records, { sequence: 0, sha256: '' }, []).differences).toHaveLength(1);
    expect(check(records.slice(0, 3), undefined, []).notes).toContainEqual(
      expect.stringContaining('no head was given'),
    );
  });

  it('accepts one outcome for each intent, behind it, and records of its own account alone', async () => {
    const store = memoryActs();
    const log = actLog(store);
    await log.appendIntent(accountId, anIntent());
    await log.appendOutcome(accountId, anOutcome(1), 'quarantine');
    await log.appendOutcome(accountId, anOutcome(1), 'quarantine');
    await log.appendOutcome(accountId, anOutcome(2), 'quarantine');
    await log.appendOutcome(accountId, anOutcome(9), 'quarantine');
    const records = await log.readAll(accountId);
    expect(check(records, undefined, []).differences).toEqual([
      'record 3 is the outcome of record 1, which has an outcome already',
      'record 4 is the outcome of record 2, which is no intent before it',
      'record 5 is the outcome of record 9, which is no intent before it',
    ]);
    const elsewhere = checkActs({ accountId: account('999999999999'), records, head: undefined }, []);
    expect(elsewhere.differences).toContain('record 1 is of account 123456789012');
  });

  it('survives a crash before and after every write: the next record is behind all others', async () => {
    for (let crashAt = 0; crashAt < 8; crashAt++) {
      for (const isDone of [true, false]) {
        const store = memoryActs();
        let calls = 0;
        const crash = async (write: () => Promise<boolean>) => {
          if (calls++ !== crashAt) return write();
          if (isDone) await write();
          throw new Error('killed');
        };
        const dying = actLog({
          ...store,
          putAct: (...put) => crash(() => store.putAct(...put)),
          advanceChainHead: (...move) => crash(() => store.advanceChainHead(...move)),
        });
        const append = async () => {
          for (let act = 0; act < 2; act++) {
            const { sequence } = await dying.appendIntent(accountId, anIntent());
            await dying.appendOutcome(accountId, anOutcome(sequence), 'quarantine');
          }
        };
        await expect(append()).rejects.toThrow('killed');
        await actLog(store).appendIntent(accountId, anIntent());
        const { differences, end } = check(await store.readActs(accountId), store.heads.get(accountId), []);
        expect(differences).toEqual([]);
        expect(end).toEqual(store.heads.get(accountId));
      }
    }
  });
});

describe('a public key', () => {
  it('is read as PEM, as DER and from the answer of aws kms get-public-key, for P-256 alone', () => {
    const der = publicKey.export({ format: 'der', type: 'spki' });
    const pem = publicKey.export({ format: 'pem', type: 'spki' });
    const answer = JSON.stringify({ KeySpec: 'ECC_NIST_P256', PublicKey: der.toString('base64') });
    for (const file of [Buffer.from(pem), der, Buffer.from(answer)]) {
      expect(readPublicKey(file)?.equals(publicKey)).toBe(true);
    }
    const other = generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey;
    expect(readPublicKey(Buffer.from(other.export({ format: 'pem', type: 'spki' })))).toBeUndefined();
    expect(readPublicKey(Buffer.from('no key'))).toBeUndefined();
  });

  it('of somebody else verifies nothing', () => {
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;
    expect(check(signedLife.records, signedLife.head, [other]).differences).toHaveLength(5);
  });
});

function recordOf(texts: readonly string[], at: number) {
  const opened = openAct(texts[at] ?? '');
  if (opened.kind === 'wrong') throw new Error('no record');
  return opened.value.record;
}
