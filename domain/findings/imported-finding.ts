import { parseAccountId, parseUserId } from '../ids.ts';
import type { JsonObject } from '../json.ts';
import { isObjectOf, isOneOf, isOptional, isText, parsedBy } from '../shape.ts';
import { type Instant, parseTime } from '../time.ts';
import type { FindingStatus, FindingUser, UserFinding } from './user-finding.ts';

/** A finding that stands open in Security Hub, as it was last imported. */
export interface ImportedFinding {
  readonly id: string;
  readonly status: Exclude<FindingStatus, 'closed'>;
  readonly severity: UserFinding['severity'];
  readonly user: FindingUser;
  readonly firstObservedAt: Instant;
  readonly importedAt: Instant;
}

/** The format of stored findings. Raise it with every change that an older version would misread. */
export const importedFormat = 1;

const isTime = parsedBy(parseTime);
const isImported = isObjectOf<ImportedFinding>({
  id: isText,
  status: isOneOf('open', 'exempt', 'undecided'),
  severity: isOneOf('Informational', 'Low', 'Medium'),
  user: isObjectOf<FindingUser>({
    accountId: parsedBy(parseAccountId),
    userId: isOptional(parsedBy(parseUserId)),
    userName: isText,
    arn: isText,
  }),
  firstObservedAt: isTime,
  importedAt: isTime,
});

/** Reads a stored item. Undefined for another format or shape: then the finding is imported once more. */
export function readImported({ format, finding }: JsonObject): ImportedFinding | undefined {
  return format === importedFormat && isImported(finding) ? finding : undefined;
}
