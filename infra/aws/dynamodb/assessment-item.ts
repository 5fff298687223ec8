import type { AccountId } from '../../../domain/ids.ts';
import type { LifecycleState } from '../../../domain/lifecycle/lifecycle.ts';
import type { TableWrite } from '../../../domain/table/table-write.ts';
import { idleSince } from '../../../domain/verdict/assessment.ts';
import type { State } from '../../../domain/verdict/state.ts';
import { assessmentFormat } from '../../../domain/verdict/stored-assessment.ts';
import type { Item } from './sighting-item.ts';

/**
 * The item of an assessment, with the keys of the index `ByState`. A user who was never seen is sorted by its creation.
 */
export function assessmentItem(write: Extract<TableWrite, { readonly kind: 'assessment' }>): Item {
  const { accountId, entry, assessment, recorded } = write;
  const indexKey = {
    accountState: stateKey(accountId, assessment.state),
    idleSince: idleSince(assessment) ?? 'unknown',
  };
  return { accountId, entry, ...indexKey, format: assessmentFormat, assessment, recorded };
}

/** The partition of the index `ByState` with an account's users in one verdict or lifecycle, or its campaigns. */
export const stateKey = (accountId: AccountId, state: State | `lifecycle-${LifecycleState}` | 'campaign'): string =>
  `${accountId}#${state}`;
