/** The Regions that the user chose, among those enabled in the account. */

import type { Answer, Failure } from '../answer.ts';
import { parseRegion, type Region } from '../ids.ts';
import { permissionWords } from '../inventory/missing-permission.ts';
import { ok, type Parsed, wrong } from '../parsed.ts';

/**
 * The Regions that are enabled by default in every account.
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

/** The Regions that the user chose: all, or these. */
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

/** The Regions to query, and in `missing` what is not known about them, in words. */
export interface ChosenRegions {
  readonly regions: readonly Region[];
  /** All enabled Regions, as far as they are known. Silence counts only if each was watched. */
  readonly enabled: readonly Region[];
  /** The chosen Regions that are not enabled in the account. */
  readonly notEnabled: readonly Region[];
  readonly missing: readonly string[];
}

/** Where the account's Regions are not known: the chosen ones, or else those that are enabled by default. */
export function chooseRegions(choice: RegionChoice, answer: Answer<readonly Region[]>): ChosenRegions {
  if (answer.kind === 'failed') return assumedRegions(choice, answer.failure);
  const enabled = answer.value;
  const regions = choice === 'all' ? enabled : choice;
  return { regions, enabled, notEnabled: regions.filter((region) => !enabled.includes(region)), missing: [] };
}

function assumedRegions(choice: RegionChoice, failure: Failure): ChosenRegions {
  const assumed = defaultRegions.map((name) => name as string as Region);
  const regions = choice === 'all' ? assumed : choice;
  const words = choice === 'all' ? `; the ${assumed.length} Regions enabled by default were queried instead` : '';
  const lacks = permissionWords('enabled-regions', failure);
  const missing = [`the account's enabled Regions are not known (${failure.why})${words}${lacks}`];
  return { regions, enabled: [...new Set([...assumed, ...regions])].sort(), notEnabled: [], missing };
}
