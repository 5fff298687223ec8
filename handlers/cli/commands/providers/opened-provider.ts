import type { Settings } from '../../../../domain/settings/settings.ts';
import type { LastSeenTable } from '../../../../infra/ports/last-seen-table.ts';
import type { JudgedScan } from '../../../scan/join-scans.ts';

/** Accounts of another provider than AWS, whose files were read; nothing is written yet. */
export interface OpenedProvider {
  scan(settings: Settings, table: LastSeenTable, onPlan: (writes: number) => void): Promise<JudgedScan>;
}
