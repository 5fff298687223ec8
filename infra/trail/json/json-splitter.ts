/** Cuts a stream of JSON into records. */

import { isWrapperKey } from '../../../domain/cloudtrail/envelope.ts';
import * as ascii from './json-bytes.ts';
import { OpenText } from './open-text.ts';
import { PlaceInFile } from './place-in-file.ts';

/** Where the text is not JSON: the line on which the broken value began, and the byte at which that was noticed. */
export type Break = {
  readonly kind: 'not-json' | 'torn' | 'truncated' | 'too-long';
  readonly line: number;
  readonly byte: number;
};

/** Takes what a splitter finds, in file order. The bytes may be overwritten once the call has returned. */
export type SplitSink = {
  /** One text with balanced brackets: an element of an array of records, or another top-level object. */
  readonly text: (json: Buffer) => void;
  /** A wrapper object after its elements, with its arrays of records emptied: only its syntax is left to check. */
  readonly shell: (json: Buffer) => void;
  readonly broken: (at: Break) => void;
  /**
   * May read elements of an array itself, from the `{` at an index of the chunk: any number of objects that are JSON,
   * hold no line end and have bare commas between them. It then hands out each of them, and `text` does not.
   */
  readonly elements?: ((bytes: Buffer, at: number) => ElementsRead) | undefined;
};

/** How many elements were read, and the index behind the last of them. */
export type ElementsRead = { readonly count: number; readonly end: number };

/** The longest text handed out: 32 MB. CloudTrail caps a record far below; a whole CloudWatch Logs message fits. */
export const longestTextBytes = 32 * 1024 * 1024;

const between = 0;
const inValue = 1;
const inString = 2;
const inScalar = 3;
const arrayStart = 4;
const afterElement = 5;
const afterComma = 6;
const skipping = 7;
const inPrefix = 8;

/** The prefix that `aws logs tail` and export tasks write before a message: its time, and the name of its stream. */
const logPrefix = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\S* (?:\S{1,512} )?$/;
const longestPrefix = 600;

/**
 * Cuts JSON into texts of the size of a record while it arrives, without holding the file. Top-level values may be one
 * a line, pretty-printed, or without a line end between them. After a break, reading resumes at the next line that
 * starts with `{` or a time. Each line in between counts as another break, unless it is the rest of a pretty-printed
 * value. Borders of chunks do not matter.
 */
export class JsonSplitter {
  private readonly sink: SplitSink;
  private readonly longest: number;
  private readonly wraps: (key: string) => boolean;
  private readonly place = new PlaceInFile();
  private readonly open = new OpenText();
  private state = between;
  private depth = 0;
  private escaped = false;
  private textLine = 1;
  /** Bytes before the present chunk. */
  private base = 0;
  private shell: Buffer | undefined;
  private prefix = '';
  private array: { readonly key: string; index: number } | undefined;

  /** `wraps` tells whether an array below that key of a top-level object holds records: they are handed out singly. */
  constructor(sink: SplitSink, longest = longestTextBytes, wraps: (key: string) => boolean = isWrapperKey) {
    this.sink = sink;
    this.longest = longest;
    this.wraps = wraps;
  }

  /** Whether the text now handed out is an element of a named array, which should hold records. */
  get isInWrapper(): boolean {
    return this.array !== undefined && this.array.key !== '';
  }

  /** Top-level values that came to their end. */
  get values(): number {
    return this.place.values;
  }

  write(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    this.open.nextChunk(bytes);
    for (let at = 0; at < bytes.length; ) at = this.step(bytes, at);
    if (this.isTextOpen() && this.open.keepRest() > this.longest)
      this.breakOff('too-long', this.textLine, bytes.length);
    this.base += bytes.length;
  }

  end(): void {
    if (this.state === between || this.state === skipping) return;
    if (this.state === inPrefix) {
      this.breakOff('not-json', this.place.line, 0);
      return;
    }
    this.breakOff('truncated', this.isTextOpen() ? this.textLine : this.place.valueLine, 0);
  }

  /** Where the text now handed out stands: `Records[3]`, `line 7`, or both where the file holds several wrappers. */
  position(): string {
    return this.place.words(this.array === undefined ? '' : `${this.array.key}[${this.array.index}]`);
  }

  private step(bytes: Buffer, at: number): number {
    switch (this.state) {
      case inValue:
        return this.readValue(bytes, at);
      case inString:
        return this.readString(bytes, at);
      case inScalar:
        return this.readScalar(bytes, at);
      case skipping:
        return this.skipLine(bytes, at);
      case inPrefix:
        return this.readPrefix(bytes, at);
      case between:
        return this.readBetweenValues(bytes[at], at);
      default:
        return this.readBetweenElements(bytes, at);
    }
  }

  private readBetweenValues(byte: number | undefined, at: number): number {
    if (byte === ascii.newline) return this.nextLine(at);
    if (ascii.isBlank(byte) || ascii.isByteOrderMark(byte)) return at + 1;
    this.place.beginValue(this.base + at);
    if (byte === ascii.openBrace) return this.openText(at, inValue);
    if (byte === ascii.openBracket) return this.enterArray('', at);
    if (byte === ascii.quote) return this.openText(at, inString);
    if (!ascii.isDigit(byte) || !this.place.isLineStart(this.base + at)) return this.notJson(at);
    this.prefix = '';
    this.state = inPrefix;
    return at;
  }

  private readPrefix(bytes: Buffer, from: number): number {
    for (let at = from; at < bytes.length; at++) {
      const byte = bytes[at] ?? ascii.newline;
      if (byte === ascii.openBrace && logPrefix.test(this.prefix)) return this.openText(at, inValue);
      if (byte === ascii.newline || this.prefix.length === longestPrefix) return this.notJson(at);
      this.prefix += String.fromCharCode(byte);
    }
    return bytes.length;
  }

  private readBetweenElements(bytes: Buffer, at: number): number {
    const byte = bytes[at];
    if (byte === ascii.newline) return this.nextLine(at);
    if (ascii.isBlank(byte)) return at + 1;
    if (byte === ascii.closeBracket && this.state !== afterComma) return this.leaveArray(at);
    if (this.state !== afterElement) return this.readElements(bytes, at);
    if (byte === ascii.openBrace && this.place.isLineStart(this.base + at)) return this.torn(this.place.valueLine, at);
    if (byte !== ascii.comma) return this.notJson(at);
    if (this.array !== undefined) this.array.index++;
    this.state = afterComma;
    return at + 1;
  }

  private readElements(bytes: Buffer, at: number): number {
    const read = bytes[at] === ascii.openBrace ? this.sink.elements?.(bytes, at) : undefined;
    if (read === undefined || read.count === 0) return this.openText(at, stateOfValue(bytes[at]));
    if (this.array !== undefined) this.array.index += read.count - 1;
    this.state = afterElement;
    return read.end;
  }

  private readValue(bytes: Buffer, from: number): number {
    for (let at = from; at < bytes.length; at++) {
      switch (bytes[at]) {
        case ascii.quote:
          if (this.depth === 1) this.open.keyOpens(at);
          this.state = inString;
          at = this.readString(bytes, at + 1) - 1;
          if (this.state !== inValue) return at + 1;
          break;
        case ascii.openBrace:
          if (this.place.isLineStart(this.base + at) && this.startsAnew(at)) return this.torn(this.textLine, at);
          this.depth++;
          break;
        case ascii.openBracket:
          if (this.depth === 1 && this.array === undefined && this.isWrapper(at)) return this.enterWrapper(at);
          this.depth++;
          break;
        case ascii.closeBrace:
        case ascii.closeBracket:
          if (--this.depth === 0) return this.closeText(at + 1);
          break;
        case ascii.newline:
          this.nextLine(at);
      }
    }
    return bytes.length;
  }

  private readString(bytes: Buffer, from: number): number {
    const end = bytes.length;
    let at = this.escaped && bytes[from] !== ascii.newline ? from + 1 : from;
    this.escaped = false;
    for (; at < end; at++) {
      const byte = bytes[at];
      if (byte === ascii.quote) return this.closeString(at + 1);
      if (byte === ascii.newline) return this.torn(this.textLine, at);
      if (byte !== ascii.backslash) continue;
      this.escaped = at + 1 === end;
      if (bytes[at + 1] !== ascii.newline) at++;
    }
    return end;
  }

  private closeString(end: number): number {
    if (this.depth === 0) return this.closeText(end);
    if (this.depth === 1) this.open.keyCloses(end);
    this.state = inValue;
    return end;
  }

  private readScalar(bytes: Buffer, from: number): number {
    for (let at = from; at < bytes.length; at++) {
      const byte = bytes[at];
      if (byte === ascii.comma || byte === ascii.closeBracket || byte === ascii.newline || ascii.isBlank(byte)) {
        return this.closeText(at);
      }
      if (stateOfValue(byte) !== inScalar) return this.notJson(at);
    }
    return bytes.length;
  }

  private skipLine(bytes: Buffer, at: number): number {
    if (this.place.isLineStart(this.base + at)) {
      if (bytes[at] === ascii.openBrace || ascii.isDigit(bytes[at])) {
        this.state = between;
        return at;
      }
      if (!isRestOfValue(bytes[at])) this.notJson(at);
    }
    const end = bytes.indexOf(ascii.newline, at);
    return end < 0 ? bytes.length : this.nextLine(end);
  }

  private nextLine(at: number): number {
    this.place.nextLine(this.base + at + 1);
    return at + 1;
  }

  private openText(at: number, state: number): number {
    this.open.begin(at);
    this.textLine = this.place.line;
    this.depth = state === inValue ? 1 : 0;
    this.state = state;
    return at + 1;
  }

  private closeText(end: number): number {
    const text = this.open.upTo(end);
    if (text.length > this.longest) return this.breakOff('too-long', this.textLine, end - 1);
    if (this.array !== undefined) {
      this.sink.text(text);
      this.state = afterElement;
      return end;
    }
    if (this.shell === undefined) this.sink.text(text);
    else this.sink.shell(text);
    return this.closeValue(end);
  }

  private closeValue(end: number): number {
    this.place.endValue();
    this.shell = undefined;
    this.state = between;
    return end;
  }

  private isWrapper(at: number): boolean {
    const key = this.open.key(at);
    return key !== undefined && this.wraps(key);
  }

  private enterWrapper(at: number): number {
    const key = this.open.key(at) ?? '';
    this.shell = Buffer.from(this.open.upTo(at + 1));
    return this.enterArray(key, at);
  }

  private enterArray(key: string, at: number): number {
    this.array = { key, index: 0 };
    this.state = arrayStart;
    return at + 1;
  }

  private leaveArray(at: number): number {
    this.array = undefined;
    if (this.shell === undefined) return this.closeValue(at + 1);
    this.openText(at, inValue);
    this.open.begin(at, this.shell);
    this.textLine = this.place.valueLine;
    return at + 1;
  }

  /** Inside a value a line begins with `{` only after a key, a comma or `[`; where each line holds one value, never. */
  private startsAnew(at: number): boolean {
    if (this.place.onePerLine) return true;
    const before = ascii.lastSolidByte(this.open.upTo(at));
    return before !== ascii.colon && before !== ascii.comma && before !== ascii.openBracket;
  }

  private isTextOpen(): boolean {
    return this.state === inValue || this.state === inString || this.state === inScalar;
  }

  /** Keeps the line start: reading resumes at a `{` there. */
  private torn(line: number, at: number): number {
    return this.breakOff('torn', line, at);
  }

  private notJson(at: number): number {
    this.place.leaveLineStart();
    return this.breakOff('not-json', this.place.line, at);
  }

  private breakOff(kind: Break['kind'], line: number, at: number): number {
    if (kind === 'too-long') this.place.leaveLineStart();
    this.sink.broken({ kind, line, byte: this.base + at });
    this.shell = undefined;
    this.array = undefined;
    this.escaped = false;
    this.state = skipping;
    return at;
  }
}

function stateOfValue(byte: number | undefined): number {
  if (byte === ascii.openBrace || byte === ascii.openBracket) return inValue;
  return byte === ascii.quote ? inString : inScalar;
}

function isRestOfValue(byte: number | undefined): boolean {
  return ascii.isBlank(byte) || byte === ascii.newline || byte === ascii.closeBrace || byte === ascii.closeBracket;
}
