import { isUnused, type State } from '../verdict/state.ts';
import { isSameCredential, type RecordedCredential } from './recorded-credential.ts';
import { knownState, type RecordedState } from './recorded-state.ts';

/** What can change for a user. The words are part of documented JSON. */
export const changeKinds = [
  /** Now unused and not exempt; when it was last known, it was not. */
  'became-unused',
  /** From unused to active. */
  'active-again',
  /** From unused to new or exempt. */
  'no-longer-unused',
  'became-unknown',
  /** From unknown to a state that is not news: the same as before, or one that says nothing about use. */
  'known-again',
  /** Any other change of the state: from new to active, from never used to idle. */
  'state-changed',
  'new-user',
  'gone',
  'exemption-began',
  'exemption-ended',
  'new-credential',
  'gone-credential',
  'credential-became-unused',
  'credential-active-again',
  'credential-activated',
  'credential-deactivated',
] as const;

/** What happened to a user between two runs. */
export type ChangeKind = (typeof changeKinds)[number];

/**
 * What changed between two recorded states of a user; undefined stands for no user. The law: silence that nobody could
 * watch is no news. A user who was unused, then unknown, then unused did not become unused twice.
 */
export function changeKindsOf(before: RecordedState | undefined, after: RecordedState | undefined): ChangeKind[] {
  if (after === undefined) return before === undefined ? [] : ['gone'];
  if (before === undefined) return [...(isReported(after.state, after) ? ['became-unused' as const] : []), 'new-user'];
  const exemption = after.exempt ? 'exemption-began' : 'exemption-ended';
  return [
    ...stateKind(before, after),
    ...(before.exempt === after.exempt ? [] : ([exemption] as const)),
    ...credentialKinds(before.credentials, after.credentials),
  ];
}

function stateKind(before: RecordedState, after: RecordedState): ChangeKind[] {
  const [was, is] = [knownState(before), after.state];
  if (is === 'unknown') return before.state === 'unknown' ? [] : ['became-unknown'];
  const wasReported = isReported(was, before);
  if (isReported(is, after) && !wasReported) return ['became-unused'];
  if (is === 'active' && was !== undefined && isUnused(was)) return ['active-again'];
  if (wasReported && !isReported(is, after)) return ['no-longer-unused'];
  if (before.state === 'unknown') return ['known-again'];
  return was === is ? [] : ['state-changed'];
}

/** Whether a user in this state counts as unused: exempt ones do not. */
const isReported = (state: State | undefined, { exempt }: RecordedState): boolean =>
  state !== undefined && isUnused(state) && !exempt;

function credentialKinds(before: readonly RecordedCredential[], after: readonly RecordedCredential[]): ChangeKind[] {
  const pairs = after.map((now) => ({ now, was: before.find((one) => isSameCredential(one, now)) }));
  const kinds = pairs.flatMap(({ now, was }): ChangeKind[] =>
    was === undefined ? ['new-credential'] : credentialKind(was, now),
  );
  const isGone = before.some((was) => !after.some((now) => isSameCredential(was, now)));
  const found = new Set<ChangeKind>(isGone ? [...kinds, 'gone-credential'] : kinds);
  return changeKinds.filter((kind) => found.has(kind));
}

/** Only an active credential can become unused: an inactive one is harmless already. */
function credentialKind(was: RecordedCredential, now: RecordedCredential): ChangeKind[] {
  const isKnown = was.state !== 'unknown' && now.state !== 'unknown';
  const becameUnused = isKnown && now.status === 'active' && isUnused(now.state) && !isUnused(was.state);
  return [
    ...(becameUnused ? ['credential-became-unused' as const] : []),
    ...(isUnused(was.state) && now.state === 'active' ? ['credential-active-again' as const] : []),
    ...(was.status === now.status
      ? []
      : ([now.status === 'active' ? 'credential-activated' : 'credential-deactivated'] as const)),
  ];
}
