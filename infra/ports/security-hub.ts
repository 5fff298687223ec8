import type { AsffFinding } from '../../domain/findings/asff/asff-finding.ts';
import type { ImportedFinding } from '../../domain/findings/imported-finding.ts';
import type { AccountId } from '../../domain/ids.ts';
import type { LatestRun } from './latest-run.ts';

/** Security Hub of one account and Region. */
export interface SecurityHub {
  /** Imports at most a batch. Answers which findings it refused; throws where it refuses the call as a whole. */
  importFindings(findings: readonly AsffFinding[]): Promise<readonly RefusedFinding[]>;
}

/** A finding that Security Hub refused, by its id, and why. */
export interface RefusedFinding {
  readonly id: string;
  /** The code of the error, `InvalidInput`. */
  readonly code: string;
}

/** What the table remembers of findings in Security Hub. Every method throws where it cannot be reached. */
export interface ImportedFindings extends LatestRun {
  /** By the id of the finding. */
  read(accountId: AccountId): Promise<ReadonlyMap<string, ImportedFinding>>;
  put(accountId: AccountId, finding: ImportedFinding): Promise<void>;
  remove(accountId: AccountId, id: string): Promise<void>;
}
