import type { Assessment } from './assessment.ts';
import { isUnused } from './state.ts';

/** How many users an account has in each state, and its unused credentials. */
export interface Counts {
  readonly users: number;
  readonly active: number;
  readonly idle: number;
  readonly 'never-used': number;
  readonly new: number;
  readonly unknown: number;
  readonly unused: number;
  /** Unused and not exempt: the number that `--fail-on unused` checks. */
  readonly unusedNotExempt: number;
  readonly exempt: number;
  readonly withoutCredentials: number;
  readonly unusedAccessKeys: number;
  readonly unusedPasswords: number;
}

/** Counts users by state. The states add up to `users`. */
export function countAssessments(assessments: Iterable<Assessment>): Counts {
  const all = [...assessments];
  const count = (isCounted: (assessment: Assessment) => boolean) => all.filter(isCounted).length;
  const credentials = all.flatMap((assessment) => assessment.credentials);
  const unusedOf = (kind: string) =>
    credentials.filter(
      ({ credential, state }) => credential.kind === kind && credential.status === 'active' && isUnused(state),
    ).length;
  return {
    users: all.length,
    active: count(({ state }) => state === 'active'),
    idle: count(({ state }) => state === 'idle'),
    'never-used': count(({ state }) => state === 'never-used'),
    new: count(({ state }) => state === 'new'),
    unknown: count(({ state }) => state === 'unknown'),
    unused: count(({ state }) => isUnused(state)),
    unusedNotExempt: count((assessment) => isUnused(assessment.state) && !isExempt(assessment)),
    exempt: count(isExempt),
    withoutCredentials: count(({ user }) => user.credentials?.length === 0),
    unusedAccessKeys: unusedOf('access-key'),
    unusedPasswords: unusedOf('password'),
  };
}

/** Whether an exemption holds. One that ended does not. */
export const isExempt = ({ exemption }: Assessment): boolean => exemption !== undefined && !exemption.ended;
