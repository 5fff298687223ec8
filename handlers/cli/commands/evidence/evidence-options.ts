import type { EvidenceSettings } from '../../../evidence/open-act-log.ts';
import type { TableOptions } from '../../open-table.ts';
import type { AccountOptions } from '../../options/account-options.ts';
import type { CommonOptions } from '../../options/common-options.ts';

/** What `lastseen evidence` is given. */
export interface EvidenceOptions extends CommonOptions, Partial<TableOptions>, AccountOptions, EvidenceSettings {
  readonly output?: string;
  readonly trail?: readonly string[];
  /** A folder with records of acts; true: the table. */
  readonly chain?: string | true;
  readonly head?: string;
  readonly publicKey?: readonly string[];
  readonly format?: string;
}

/** The options that choose a table; undefined where none was chosen. */
export function chosenTable({ data, table, endpoint }: EvidenceOptions): TableOptions | undefined {
  if (data === undefined && table === undefined && endpoint === undefined) return undefined;
  return {
    data: data ?? '.lastseen',
    ...(table !== undefined && { table }),
    ...(endpoint !== undefined && { endpoint }),
  };
}
