import type { RunTerms } from '../accounts/account-terms.ts';
import { okUnless, type Parsed, type Problem } from '../parsed.ts';
import { type Instant, parseTime, plusMinutes } from '../time.ts';
import { type ExemptionRule, parseTerms } from '../verdict/exemption.ts';
import { type Bounds, parseWhole, settingBounds } from './bounds.ts';
import { type FailCondition, parseFailOn } from './fail-on.ts';

/** Settings as text, from the command line or a file; undefined where the default applies. */
export interface RawSettings {
  readonly threshold?: string | undefined;
  readonly preset?: string | undefined;
  readonly now?: string | undefined;
  readonly reportMade?: string | undefined;
  readonly exemptTag?: readonly string[] | undefined;
  readonly exempt?: readonly string[] | undefined;
  readonly failOn?: readonly string[] | undefined;
  readonly format?: string | undefined;
  /** What a file says of single accounts; it was checked when the file was read. */
  readonly ofAccounts?: RunTerms['ofAccounts'];
}

/** Formats of rows, whatever the rows are about. */
export const rowFormats = ['table', 'json', 'csv', 'ndjson', 'markdown'] as const;
export type RowFormat = (typeof rowFormats)[number];

/** Formats of other tools, for users alone: events of OCSF, findings of Security Hub, rows for an auditor. */
export const findingFormats = ['ocsf', 'asff', 'auditor'] as const;
export type FindingFormat = (typeof findingFormats)[number];

/** Every form of an answer; `html` is the report page. */
export const formats = [...rowFormats, ...findingFormats, 'html'] as const;

/** `sh`: a plan as commands of a shell; no answer about users has it. */
export type Format = (typeof formats)[number] | 'sh';

export const isFindingFormat = (format: Format): format is FindingFormat =>
  findingFormats.some((known) => known === format);

/** What a scan is told. */
export interface Settings extends RunTerms {
  /** `--now` lies in the future: the answer is a forecast, and no history is kept. */
  readonly isForecast: boolean;
  /** The framework whose threshold was asked for. */
  readonly preset: Preset | undefined;
  /** What makes the run fail; empty: nothing that it finds. */
  readonly failOn: readonly FailCondition[];
  readonly format: Format;
  /** When a credential report was made that does not say so itself. */
  readonly reportMade: Instant | undefined;
}

/** The thresholds of frameworks, by the name of `--preset`. */
const presets = { cis: { thresholdDays: 45 } } as const;
export type Preset = keyof typeof presets;

/** The clock of this machine may be this much behind. */
const clockSkewMinutes = 15;

/** Reads the settings; reports every wrong one and what to give instead. `clock` is used where `now` is not set. */
export function parseSettings(raw: RawSettings, clock: Instant): Parsed<Settings> {
  const problems: Problem[] = [];
  const report: Report = (field, given, todo) => void problems.push({ field, given, todo });
  const { thresholdDays } = settingBounds;
  const now = readTime('now', raw.now, report) ?? clock;
  const preset = readPreset(raw, report);
  return okUnless(problems, {
    isForecast: now > plusMinutes(clock, clockSkewMinutes),
    question: {
      now,
      thresholdDays:
        readDays('threshold', raw.threshold, thresholdDays, report) ??
        (preset === undefined ? thresholdDays.default : presets[preset].thresholdDays),
    },
    preset,
    isThresholdGiven: raw.threshold !== undefined || preset !== undefined,
    ofAccounts: raw.ofAccounts,
    exemptions: [
      ...(raw.exemptTag ?? []).flatMap((text) => readTagRule(text, report)),
      ...(raw.exempt ?? []).flatMap((text) => readNameRule(text, report)),
    ],
    failOn: readFailOn(raw.failOn, report),
    format: readChoice('format', raw.format, formats, report) ?? 'table',
    reportMade: readMade(raw.reportMade, now, report),
  });
}

type Report = (field: keyof RawSettings, given: string, todo: string) => undefined;

function readTime(field: 'now' | 'reportMade', text: string | undefined, report: Report): Instant | undefined {
  if (text === undefined) return undefined;
  return parseTime(text) ?? report(field, text, 'give a time with its zone, like 2026-11-23T08:00:00Z');
}

/** A mistyped year must not make an old report look fresh. */
function readMade(text: string | undefined, now: Instant, report: Report): Instant | undefined {
  const made = readTime('reportMade', text, report);
  if (text === undefined || made === undefined || made <= now) return made;
  return report('reportMade', text, `give a time that is not after ${now}, the moment of the verdicts`);
}

function readPreset({ preset: text, threshold }: RawSettings, report: Report): Preset | undefined {
  const preset = readChoice('preset', text, ['cis'], report);
  if (preset === undefined || threshold === undefined) return preset;
  return report('preset', preset, `leave out --threshold; the preset is ${presets[preset].thresholdDays} days`);
}

function readDays(field: 'threshold', text: string | undefined, bounds: Bounds, report: Report): number | undefined {
  if (text === undefined) return undefined;
  return parseWhole(text, bounds) ?? report(field, text, `give whole days from ${bounds.min} to ${bounds.max}`);
}

function readChoice<T extends string>(
  field: 'format' | 'preset',
  text: string | undefined,
  choices: readonly T[],
  report: Report,
): T | undefined {
  if (text === undefined) return undefined;
  return choices.find((choice) => choice === text) ?? report(field, text, `give one of ${choices.join(', ')}`);
}

function readFailOn(texts: readonly string[] | undefined, report: Report): readonly FailCondition[] {
  const parsed = parseFailOn(texts ?? []);
  if (parsed.kind === 'ok') return parsed.value;
  for (const { given = '', todo } of parsed.problems) report('failOn', given, todo);
  return [];
}

/** Reads `KEY` or `KEY=VALUE`, split at the first `=`. */
function readTagRule(text: string, report: Report): ExemptionRule[] {
  const cut = text.indexOf('=');
  const key = cut < 0 ? text : text.slice(0, cut);
  if (key === '') report('exemptTag', text, "give a tag's key, or KEY=VALUE");
  const terms = parseTerms(cut < 0 ? '' : text.slice(cut + 1));
  if (terms.kind === 'wrong') for (const { todo } of terms.problems) report('exemptTag', text, todo);
  return key === '' ? [] : [{ kind: 'tag', key, value: cut < 0 ? undefined : text.slice(cut + 1) }];
}

/** Reads a pattern and, after a space, its terms: `seasonal-* until=2027-03-31 summer staff`. */
function readNameRule(text: string, report: Report): ExemptionRule[] {
  const [pattern = '', ...words] = text.trim().split(/\s+/);
  if (pattern === '' || /^(?:--|until=)/.test(pattern)) {
    report('exempt', text, 'give a name pattern, like svc-* or /robots/*');
  }
  const terms = parseTerms(words.join(' '));
  if (terms.kind === 'wrong') for (const { todo } of terms.problems) report('exempt', text, todo);
  return pattern === '' || terms.kind === 'wrong' ? [] : [{ kind: 'name', pattern, terms: terms.value }];
}
