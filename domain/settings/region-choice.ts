import type { Answer, Failure } from '../answer.ts';
import { parseRegion, type Region } from '../ids.ts';
import { permissionWords } from '../inventory/missing-permission.ts';
import { ok, type Parsed, wrong } from '../parsed.ts';

/**
 * The Regions that are enabled in every account from the start.
 * Source: https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
 */
const defaultRegions = [
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
] as const;

/** Which Regions were asked for: all, or these. */
export type RegionChoice = 'all' | readonly Region[];

/** Reads `all` or a list with commas between. */
export function parseRegionChoice(text: string): Parsed<RegionChoice> {
  if (text === 'all') return ok(text);
  const names = text.split(',').map((name) => name.trim());
  const regions = names.map(parseRegion).filter((region) => region !== undefined);
  if (regions.length === names.length) return ok([...new Set(regions)].sort());
  const todo = 'give all, or Regions with commas between, like eu-west-1,us-east-1';
  return wrong({ field: 'regions', given: text, todo });
}

/** The Regions to ask, and what about them is not known, in words. */
export interface ChosenRegions {
  readonly regions: readonly Region[];
  /** All that are enabled, as far as anybody told: silence has to be watched in each. */
  readonly enabled: readonly Region[];
  /** Of the choice, those that the account says are not enabled. */
  readonly notEnabled: readonly Region[];
  readonly missing: readonly string[];
}

/** Where the account does not tell its Regions, those of the choice, or else those that are enabled from the start. */
export function chooseRegions(choice: RegionChoice, answer: Answer<readonly Region[]>): ChosenRegions {
  if (answer.kind === 'failed') return assumedRegions(choice, answer.failure);
  const enabled = answer.value;
  const regions = choice === 'all' ? enabled : choice;
  return { regions, enabled, notEnabled: regions.filter((region) => !enabled.includes(region)), missing: [] };
}

function assumedRegions(choice: RegionChoice, failure: Failure): ChosenRegions {
  const assumed = defaultRegions.map((name) => name as string as Region);
  const regions = choice === 'all' ? assumed : choice;
  const words = choice === 'all' ? `; the ${assumed.length} that are enabled from the start were asked` : '';
  const lacks = permissionWords('enabled-regions', failure);
  const missing = [`the account's enabled Regions are not known (${failure.why})${words}${lacks}`];
  return { regions, enabled: [...new Set([...assumed, ...regions])].sort(), notEnabled: [], missing };
}
