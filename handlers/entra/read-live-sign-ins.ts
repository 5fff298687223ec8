import type { Answer, Failure } from '../../domain/answer.ts';
import type { UnreadSpan } from '../../domain/coverage/unread-spans.ts';
import { watchSince } from '../../domain/coverage/watches-since.ts';
import { isJsonObject, type JsonObject, kindOf } from '../../domain/json.ts';
import type { Stream } from '../../domain/providers/entra/activity.ts';
import { streamRegion } from '../../domain/providers/entra/records.ts';
import { foldSignIn, mergeSignIns, newSignInFold, type SignInFold } from '../../domain/providers/entra/sign-in-fold.ts';
import type { StoredAccount } from '../../domain/table/stored-account.ts';
import type { Instant } from '../../domain/time.ts';
import { keptDays } from '../../infra/entra/sign-in-log.ts';
import { readLiveLog, timeOf } from '../live/read-live-log.ts';
import type { MalformedRecord } from '../trail/trail-reading.ts';
import { emptySignIns, type SignIns } from './read-sign-ins.ts';

/** What reads the sign-in log of a tenant. Nothing throws: what failed is in the answer. */
export interface SignInLogPorts {
  readonly streams: readonly Stream[];
  readonly readLog: (
    stream: Stream,
    span: UnreadSpan,
    take: (records: readonly unknown[]) => void,
  ) => Promise<Failure | undefined>;
  readonly readRecord: (stream: Stream, id: string) => Promise<Answer<JsonObject>>;
}

/** The log, and why it is incomplete. */
export interface LiveSignIns {
  readonly signIns: SignIns;
  readonly failure: Failure | undefined;
}

/**
 * Reads what the table does not have yet of a tenant's sign-in log, and adds it to what files gave. A log that is
 * refused, or too long, is no proof of silence and no reason against anybody.
 */
export async function readLiveSignIns(
  given: SignIns | undefined,
  stored: StoredAccount,
  now: Instant,
  ports: SignInLogPorts,
): Promise<LiveSignIns> {
  const { fold, reading } = given ?? emptySignIns();
  const malformed: MalformedRecord[] = [...reading.malformedRecords];
  let failure: Failure | undefined;
  for (const stream of ports.streams) {
    const region = streamRegion(stream);
    if (region === undefined) continue;
    const log = { region, keptDays, read: (span: UnreadSpan, take: Take) => ports.readLog(stream, span, take) };
    const why = await readLiveLog(log, stored, now, {
      newPart: newSignInFold,
      add: (part, record) => addRecord(part, record, { stored, now, stream, malformed }),
      malformedIn: ({ records }) => records.malformed,
      keep: (part, whole) => {
        const day = whole?.from.slice(0, 10);
        const { watches } = part.records;
        mergeSignIns(fold, part, day === undefined ? new Map() : watchSince(watches, stored.accountId, region, day));
      },
    });
    failure ??= why;
    if (why?.kind === 'denied') break;
  }
  return { signIns: { fold, reading: { ...reading, malformedRecords: malformed } }, failure };
}

type Take = (records: readonly unknown[]) => void;

interface Where {
  readonly stored: StoredAccount;
  readonly now: Instant;
  readonly stream: Stream;
  readonly malformed: MalformedRecord[];
}

function addRecord(part: SignInFold, record: unknown, { stored, now, stream, malformed }: Where): Instant | undefined {
  const value = isJsonObject(record) ? record : { userId: kindOf(record) };
  const reading = foldSignIn(part, value, stored.accountId, now);
  const place = { file: `the ${stream} sign-ins of Entra ID`, position: `record ${part.records.received}` };
  return timeOf(reading, place, malformed);
}
