import { stringify } from 'csv-stringify/sync';
import { asffFinding } from '../../../domain/findings/asff/asff-finding.ts';
import { auditorColumns, auditorRows } from '../../../domain/findings/auditor-rows.ts';
import { ocsfFinding } from '../../../domain/findings/ocsf/ocsf-finding.ts';
import { type FindingContext, userFinding } from '../../../domain/findings/user-finding.ts';
import { providerOf } from '../../../domain/provider.ts';
import type { FindingFormat } from '../../../domain/settings/settings.ts';
import type { Judged } from '../../report/user-report.ts';
import { ndjson } from './lines.ts';
import { printableJson } from './printable-json.ts';

/** What the findings are told beside the verdicts. */
export interface FindingsView extends Omit<FindingContext, 'run'> {
  /** One finding a line and no array. */
  readonly isByLine: boolean;
}

/**
 * The verdicts as another tool reads them. OCSF and ASFF are one JSON array, as Prowler writes them and as
 * `aws securityhub batch-import-findings --findings file://...` reads them; collectors of events take lines.
 */
export function renderFindings(format: FindingFormat, judged: readonly Judged[], view: FindingsView): string {
  return renderers[format](judged, view);
}

const renderers: {
  readonly [format in FindingFormat]: (judged: readonly Judged[], view: FindingsView) => string;
} = {
  ocsf: (judged, view) =>
    jsonOf(
      judged.map(({ assessment, run }) => ocsfFinding(assessment, { ...view, run })),
      view,
    ),
  asff: (judged, view) =>
    jsonOf(
      judged.filter(isOfAws).map(({ assessment, run }) => {
        const context = { ...view, run };
        return asffFinding(userFinding(assessment, context), context);
      }),
      view,
    ),
  auditor: (judged) => {
    const rows = judged.flatMap(({ assessment, run }) => auditorRows(assessment, run));
    return stringify([[...auditorColumns], ...rows], { delimiter: ';', escape_formulas: true });
  },
};

/** Security Hub takes findings of AWS accounts alone. */
export const isOfAws = ({ assessment }: Judged): boolean => providerOf(assessment.user.accountId) === 'aws';

const jsonOf = (findings: readonly object[], { isByLine }: FindingsView): string =>
  isByLine ? ndjson(findings) : `${printableJson(findings, 2)}\n`;
