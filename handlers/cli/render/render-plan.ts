import { shortHash } from '../../../domain/approvals/step-terms.ts';
import { type LifecyclePlan, stepCounts } from '../../../domain/lifecycle/plan.ts';
import { plainText } from '../../../domain/plain-text.ts';
import { isUnused } from '../../../domain/verdict/state.ts';
import type { Terminal } from '../terminal.ts';
import { type Column, renderTable } from './table.ts';
import { wrapHanging } from './text-width.ts';

const stepColumns: readonly Column[] = [
  { title: 'ACT' },
  { title: 'USER', least: 12, overflow: 'middle' },
  { title: 'OWNER', least: 8, overflow: 'middle', drop: 1 },
  { title: 'WHY', least: 20, overflow: 'wrap' },
  { title: 'STEP', drop: 2 },
];

const leftColumns: readonly Column[] = [
  { title: 'USER', least: 12, overflow: 'middle' },
  { title: 'WHY NOT', least: 20, overflow: 'wrap' },
];

/** A plan for people: what would be done, and why nothing is done to the unused. `verbose`: to everybody. */
export function renderPlan(
  plan: LifecyclePlan,
  { terminal, verbose }: { readonly terminal: Terminal; readonly verbose: boolean },
): string {
  const { steps, stops, closed, leftAlone } = plan;
  const shown = leftAlone.filter(({ verdict, why }) => verbose || isUnused(verdict) || why.length === 0);
  const notes = [...stops, ...(closed === undefined ? [] : [`not now: ${closed}`])];
  const lines = [
    terminal.colors.bold(headline(plan)),
    ...ownerLine(plan),
    ...notes.flatMap((note) => wrapHanging(`! ${plainText(note)}`, terminal.columns)),
    ...(steps.length === 0 ? [] : ['', ...renderTable(stepColumns, steps.map(rowOf), terminal)]),
    ...(shown.length === 0 ? [] : ['', ...renderTable(leftColumns, shown.map(leftRow), terminal)]),
    ...othersLine(leftAlone.length - shown.length),
    '',
    `plan ${plan.hash.slice(0, 12)}; nothing was changed`,
  ];
  return `${lines.join('\n')}\n`;
}

function headline(plan: LifecyclePlan): string {
  return `account ${plan.accountId}, ${plan.asOf}: ${stepCounts(plan) || 'nothing to do'}; ${plan.users} users`;
}

function ownerLine({ withoutOwner, settings: { fallbackOwner } }: LifecyclePlan): string[] {
  if (withoutOwner === 0) return [];
  const who = `${withoutOwner} unused user${withoutOwner === 1 ? ' has' : 's have'} no owner`;
  const told = fallbackOwner === undefined ? 'set lifecycle.fallbackOwner' : `${plainText(fallbackOwner)} is told`;
  return [`${who} by tag, keep, rule or creator: ${told}`];
}

const rowOf = ({ act, userName, owner, ownerFrom, reason, hash }: LifecyclePlan['steps'][number]) => {
  return [act, userName, ownerFrom === 'creator' ? `${owner} (guess)` : owner, reason, shortHash(hash)];
};

const leftRow = ({ userName, why }: LifecyclePlan['leftAlone'][number]) => [userName, why.join('; ')];

function othersLine(count: number): string[] {
  if (count === 0) return [];
  return ['', `${count} user${count === 1 ? ' is' : 's are'} not unused and left alone: --verbose lists them`];
}
