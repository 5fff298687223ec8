/** What was read so far, for a bar. */
export interface ReadingTally {
  addBytes(count: number): void;
  addFile(records: number): void;
  bytes(): number;
  files(): number;
  /** `reading 120/480 files, 12.3 MB, 30,000 records/s`. */
  words(files: string): string;
}

export function readingTally(): ReadingTally {
  const startedMs = Date.now();
  const sum = { bytes: 0, files: 0, records: 0 };
  const rate = () => Math.round(sum.records / Math.max(0.001, (Date.now() - startedMs) / 1000)).toLocaleString('en-US');
  return {
    addBytes: (count) => {
      sum.bytes += count;
    },
    addFile: (records) => {
      sum.files++;
      sum.records += records;
    },
    bytes: () => sum.bytes,
    files: () => sum.files,
    words: (files) => `reading ${files}, ${(sum.bytes / 1e6).toFixed(1)} MB, ${rate()} records/s`,
  };
}
