import { hasField, isJsonObject, type JsonObject } from '../../domain/json.ts';
import { nextLinkOf } from '../../domain/providers/entra/inventory.ts';
import { streamText, type TrailSource } from '../trail/bytes/trail-bytes.ts';
import { type Break, JsonSplitter, longestTextBytes } from '../trail/json/json-splitter.ts';

/** How the reading of a file ended. */
export interface SignInFileEnd {
  /** Why a part of it, or all, could not be read; undefined where everything was. */
  readonly why: string | undefined;
  /** Whether the export says that further pages follow. */
  readonly isTruncated: boolean;
}

/** Gets each record, of which any may be of an unknown form, and where it stands. */
export type OnRecord = (record: unknown, position: string) => void;

const notALog = 'not a sign-in log of Entra ID';

/**
 * Reads a file of sign-ins: Graph's pages, an array, a line for each record as storage has them, or the `records` of an
 * event hub, plain or gzip. Holds one record at a time, never the file. Records handed out before a fault stay.
 */
export async function readSignInFile(source: TrailSource, onRecord: OnRecord): Promise<SignInFileEnd> {
  const end: { why?: string | undefined; isTruncated: boolean } = { isTruncated: false };
  const fail = (why: string) => {
    end.why ??= why;
  };
  const takeValue = (value: unknown, position: string) => {
    const records = recordsOf(value);
    if (records === undefined) fail(`${position}: ${notALog}`);
    for (const record of records ?? []) onRecord(record, position);
  };
  const splitter: JsonSplitter = new JsonSplitter(
    {
      text: (json) => {
        const value = parsed(json);
        if (value === undefined) fail(`${splitter.position()}: not JSON`);
        else if (splitter.isInWrapper) onRecord(value, splitter.position());
        else takeValue(value, splitter.position());
      },
      shell: (json) => {
        end.isTruncated = nextLinkOf(parsed(json)) !== undefined;
      },
      broken: (at) => fail(wordsOfBreak(at)),
    },
    longestTextBytes,
    (key) => listKeys.includes(key),
  );
  const cutShort = await streamText(source, { onText: (text) => splitter.write(text), onRead: () => {} });
  if (cutShort === undefined) splitter.end();
  else fail(cutShort);
  if (splitter.values === 0) fail('not JSON');
  return { why: end.why, isTruncated: end.isTruncated };
}

const wordsOfBreak = ({ kind, line }: Break): string =>
  `line ${line}: ${kind === 'too-long' ? 'a value of more than 32 MB' : kind === 'truncated' ? 'ends in the middle' : 'not JSON'}`;

function parsed(json: Buffer): unknown {
  try {
    return JSON.parse(json.toString('utf8'));
  } catch {
    return undefined;
  }
}

const listKeys: readonly string[] = ['value', 'records'];

/** The records of a page inside an array, or the value itself where it is a record; undefined where it is neither. */
function recordsOf(value: unknown): readonly unknown[] | undefined {
  if (!isJsonObject(value)) return undefined;
  const list = listKeys.map((key) => value[key]).find((each) => Array.isArray(each));
  if (Array.isArray(list)) return list;
  return isRecord(value) ? [value] : undefined;
}

const isRecord = (value: JsonObject): boolean =>
  hasField(value, 'createdDateTime') || (hasField(value, 'category') && hasField(value, 'properties'));
