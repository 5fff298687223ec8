import { shortHash } from '../../../domain/approvals/step-terms.ts';
import { isLast } from '../../../domain/lifecycle/deletion/delete-call.ts';
import { takenWords } from '../../../domain/lifecycle/deletion/deletion-words.ts';
import { type LifecyclePlan, stepCounts } from '../../../domain/lifecycle/plan.ts';
import type { Step } from '../../../domain/lifecycle/step.ts';
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

/** A plan for people: what would be done, and why nothing more to the unused and the quarantined. `verbose`: to all. */
export function renderPlan(
  plan: LifecyclePlan,
  { terminal, verbose }: { readonly terminal: Terminal; readonly verbose: boolean },
): string {
  const { steps, stops, closed, leftAlone } = plan;
  const shown = leftAlone.filter((user) => verbose || isOfInterest(user));
  const notes = [...stops, ...(closed === undefined ? [] : [`not now: ${closed}`])];
  const lines = [
    terminal.colors.bold(headline(plan)),
    ...ownerLine(plan),
    ...notes.flatMap((note) => wrapHanging(`! ${plainText(note)}`, terminal.columns)),
    ...(steps.length === 0 ? [] : ['', ...renderTable(stepColumns, steps.map(rowOf), terminal)]),
    ...steps.flatMap((step) => deletionLines(step, terminal)),
    ...(shown.length === 0 ? [] : ['', ...renderTable(leftColumns, shown.map(leftRow), terminal)]),
    ...othersLine(leftAlone.length - shown.length),
    '',
    `plan ${plan.hash.slice(0, 12)}; nothing was changed`,
  ];
  return `${lines.join('\n')}\n`;
}

const isOfInterest = ({ verdict, why, listening, waiting }: LifecyclePlan['leftAlone'][number]): boolean =>
  isUnused(verdict) || why.length === 0 || listening !== undefined || waiting !== undefined;

/** What goes with a user, below the table: a column has no room for it, and nothing brings it back. */
function deletionLines({ userName, deletes = [] }: Step, { columns }: Terminal): string[] {
  const taken = deletes.filter((call) => !isLast(call)).flatMap((call) => takenWords(call) ?? []);
  const words = taken.length === 0 ? 'alone: it holds nothing more' : `with ${taken.join(', ')}`;
  const isWhole = deletes.some(({ action }) => action === 'DeleteUser');
  return isWhole ? ['', ...wrapHanging(`! ${plainText(`${userName} goes for good, ${words}`)}`, columns)] : [];
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
