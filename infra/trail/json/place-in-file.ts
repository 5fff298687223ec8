/**
 * The position of the reader: the line, counted from 1, and the top-level value in it. Bytes count from 0 at the start.
 */
export class PlaceInFile {
  /** Top-level values that came to their end. */
  values = 0;
  line = 1;
  valueLine = 1;
  /** Whether a value had a line for itself: then each line is taken to hold one value. */
  onePerLine = false;

  private valueByte = 0;
  private lastEndLine = 0;
  private lineByte = 0;

  nextLine(firstByte: number): void {
    this.line++;
    this.lineByte = firstByte;
  }

  isLineStart(byte: number): boolean {
    return this.lineByte === byte;
  }

  /** Nothing further on this line counts as its start. */
  leaveLineStart(): void {
    this.lineByte = -1;
  }

  beginValue(byte: number): void {
    this.valueLine = this.line;
    this.valueByte = byte;
  }

  endValue(): void {
    this.values++;
    this.onePerLine ||= this.valueLine === this.line;
    this.lastEndLine = this.line;
  }

  /** The place in words, with a `path` inside the present value; for the first value of a file without the line. */
  words(path: string): string {
    if (this.values === 0 && this.valueLine === 1 && path !== '') return path;
    const place = this.valueLine === this.lastEndLine ? `byte ${this.valueByte}` : `line ${this.valueLine}`;
    return path === '' ? place : `${place}, ${path}`;
  }
}
