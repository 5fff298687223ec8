import { shortString } from './json-bytes.ts';

/**
 * The text being read: its bytes from earlier chunks, in one growing buffer, and those in the present chunk. It
 * remembers where the latest key is. Positions are indexes of the present chunk.
 */
export class OpenText {
  private held: Buffer = Buffer.alloc(0);
  private heldLength = 0;
  private chunk: Buffer = this.held;
  private start = 0;
  private keyFrom = 0;
  private keyTo = 0;

  nextChunk(bytes: Buffer): void {
    this.chunk = bytes;
    this.start = 0;
  }

  /** Begins at a byte of the chunk, after the bytes of `before` if there are any. */
  begin(at: number, before?: Buffer): void {
    this.start = at;
    this.heldLength = 0;
    if (before !== undefined) this.hold(before);
  }

  /** Keeps its part of the present chunk; returns its whole length so far, in bytes. */
  keepRest(): number {
    this.hold(this.chunk.subarray(this.start));
    this.start = this.chunk.length;
    return this.heldLength;
  }

  /** The text up to a byte, that one exclusive. Good until the next call. */
  upTo(end: number): Buffer {
    const part = this.chunk.subarray(this.start, end);
    if (this.heldLength === 0) return part;
    this.hold(part);
    this.start = end;
    return this.held.subarray(0, this.heldLength);
  }

  keyOpens(at: number): void {
    this.keyFrom = this.heldLength + at - this.start;
  }

  keyCloses(end: number): void {
    this.keyTo = this.heldLength + end - this.start;
  }

  /** The latest key before a byte; undefined where it is longer than any known key. */
  key(at: number): string | undefined {
    return shortString(this.upTo(at).subarray(this.keyFrom, this.keyTo));
  }

  private hold(bytes: Uint8Array): void {
    const needed = this.heldLength + bytes.length;
    if (needed > this.held.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.held.length * 2, 16_384));
      grown.set(this.held.subarray(0, this.heldLength));
      this.held = grown;
    }
    this.held.set(bytes, this.heldLength);
    this.heldLength = needed;
  }
}
