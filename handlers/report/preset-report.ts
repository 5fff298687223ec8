import { controlsOf, newestCisControl } from '../../domain/findings/control.ts';
import { type ControlStatus, daysOf, judgeControl } from '../../domain/findings/control-verdict.ts';
import type { Preset } from '../../domain/settings/settings.ts';
import type { Judged } from './user-report.ts';

/** The control that a preset is about, and how many users pass and fail it. */
export function presetReport(name: Preset, verdicts: readonly Judged[], thresholdDays: number) {
  const control = presetControls[name];
  const ofAws = verdicts.filter(({ assessment }) => controlsOf(assessment.user.accountId).includes(control));
  const found = ofAws.map(({ assessment, run }) => judgeControl(control, assessment, run).status);
  const count = (wanted: ControlStatus) => found.filter((status) => status === wanted).length;
  const { framework, id, name: requirement } = control;
  const days = daysOf(control, { thresholdDays });
  return {
    name,
    framework,
    control: id,
    requirement,
    days,
    pass: count('PASS'),
    fail: count('FAIL'),
    manual: count('MANUAL'),
  };
}

const presetControls = { cis: newestCisControl } as const satisfies { readonly [name in Preset]: object };
