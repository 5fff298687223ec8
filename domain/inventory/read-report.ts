import { type Instant, laterOf, parseTime } from '../time.ts';
import { type CredentialReport, type ReportRow, readReportRow } from './credential-report.ts';

/** A report, and its rows that cannot be read, each by its number from 1 and the field. */
export interface ReportReading {
  readonly report: CredentialReport;
  readonly malformed: readonly { readonly row: number; readonly field: string }[];
}

/** Reads the rows of one report. `generatedAt` is undefined where nobody said when the report was made. */
export function readReport(rows: readonly ReportRow[], generatedAt: Instant | undefined): ReportReading {
  const readings = rows.map(readReportRow);
  return {
    report: {
      users: readings.flatMap((reading) => (reading.kind === 'user' ? [reading.user] : [])),
      roots: readings.flatMap((reading) => (reading.kind === 'root' ? [reading.root] : [])),
      generatedAt,
      newestEntry: rows.map(newestTime).reduce(laterOf, undefined),
    },
    malformed: readings.flatMap((reading, index) =>
      reading.kind === 'malformed' ? [{ row: index + 1, field: reading.field }] : [],
    ),
  };
}

/** The newest time in a row that is not of the future by its meaning, as the next rotation of a password is. */
function newestTime(row: ReportRow): Instant | undefined {
  return Object.entries(row)
    .filter(([column]) => column !== 'password_next_rotation')
    .map(([, cell]) => parseTime(cell))
    .reduce(laterOf, undefined);
}
