/** Approvals as entries of the table, and back. */

import { isJsonObject, type JsonObject } from '../json.ts';
import { isListOf, isObjectOf, isOneOf, isOptional, isText, parsedBy } from '../shape.ts';
import { approvalEntry, approvedStepEntry, type Entry, parseEntry } from '../sightings/entry.ts';
import { readEntry } from '../sightings/read-entry.ts';
import { parseTime } from '../time.ts';
import { type Approval, approvalPoints, authentications } from './approval.ts';
import type { StoredApproval } from './standing-approval.ts';
import { isHash, type StepTerms } from './step-terms.ts';

/** The format of these entries, stored with each. */
const approvalFormat = 1;

const isInstant = parsedBy(parseTime);

const isApproval = isObjectOf<Approval>({
  step: (value): value is string => isText(value) && isHash(value),
  by: isText,
  byId: isOptional(isText),
  how: isOneOf(...authentications),
  at: isInstant,
  until: isInstant,
  reason: isText,
  acknowledged: isListOf(isOneOf(...approvalPoints)),
});

/** What is written for an approval: its own entry, and what the hash of the step is of. */
export type ApprovalWrite =
  | { readonly kind: 'approval'; readonly approval: Approval }
  | { readonly kind: 'step'; readonly hash: string; readonly terms: StepTerms };

/** The entry of a write, and the attributes that it puts there. */
export function itemOfApprovalWrite(write: ApprovalWrite): { readonly entry: Entry; readonly attributes: JsonObject } {
  const format = approvalFormat;
  if (write.kind === 'step')
    return { entry: approvedStepEntry(write.hash), attributes: { format, terms: write.terms } };
  const { approval } = write;
  return { entry: approvalEntry(approval.step, approval.by), attributes: { format, approval } };
}

/** The approvals among these items. One that cannot be read, or whose key says something else, is `malformed`. */
export function storedApprovalsOf(items: readonly JsonObject[]): StoredApproval[] {
  return items.flatMap((item) => {
    const entry = parseEntry(item['entry']);
    const form = entry === undefined ? undefined : readEntry(entry);
    if (form?.kind !== 'approval') return [];
    const approval = readApproval(item);
    const isItsOwn = approval?.step === form.step && approval.by === form.by;
    const { step, by } = form;
    return [approval !== undefined && isItsOwn ? { kind: 'approval', approval } : { kind: 'malformed', step, by }];
  });
}

function readApproval({ format, approval }: JsonObject): Approval | undefined {
  return format === approvalFormat && isJsonObject(approval) && isApproval(approval) ? approval : undefined;
}

/** The approvals among these items, by the hash of the step that their keys name. */
export function approvalsByStep(items: readonly JsonObject[]): ReadonlyMap<string, readonly StoredApproval[]> {
  const byStep = new Map<string, StoredApproval[]>();
  for (const stored of storedApprovalsOf(items)) {
    const step = stored.kind === 'approval' ? stored.approval.step : stored.step;
    byStep.set(step, [...(byStep.get(step) ?? []), stored]);
  }
  return byStep;
}
