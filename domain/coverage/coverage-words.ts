import type { Coverage, UnwatchedSpan } from './coverage.ts';

/** How far CloudTrail covers the window, in words. */
export function coverageWords(coverage: Coverage): string {
  switch (coverage.kind) {
    case 'none':
      return 'no logs';
    case 'whole':
      return `watched every day in ${coverage.regions.join(', ')}`;
    case 'partial':
      return unwatchedWords(coverage.gaps);
    default:
      return coverage satisfies never;
  }
}

/**
 * `eu-central-1 not watched 2026-11-03 to 2026-11-09`: Regions with the same days together, at most three parts, the
 * longest first.
 */
export function unwatchedWords(gaps: readonly UnwatchedSpan[]): string {
  const stretches = new Map<string, string[]>();
  for (const { region, from, to } of gaps.toSorted((a, b) => lengthOf(b) - lengthOf(a))) {
    const days = from === to ? from : `${from} to ${to}`;
    stretches.set(days, [...(stretches.get(days) ?? []), region]);
  }
  const listed = [...stretches].slice(0, 3).map(([days, regions]) => `${regionWords(regions)} not watched ${days}`);
  return stretches.size > 3 ? `${listed.join(', ')} and ${stretches.size - 3} more` : listed.join(', ');
}

const lengthOf = ({ from, to }: UnwatchedSpan) => Date.parse(to) - Date.parse(from);

/** The names of the Regions; of more than three, the first two and how many more. */
export function regionWords(regions: readonly string[]): string {
  if (regions.length <= 3) return regions.join(', ');
  return `${regions.slice(0, 2).join(', ')} and ${regions.length - 2} more Regions`;
}
