import { conditionText, type FailCondition, type FailFinding } from '../../../../domain/settings/fail-on.ts';
import { isUnused } from '../../../../domain/verdict/state.ts';
import { countWords } from '../../../report/count-words.ts';
import type { ScanReport } from '../../../report/scan-report.ts';

/** The conditions of `--fail-on` that a scan met, each in words with its count; empty: none. */
export function failuresOf(report: FailFacts, conditions: readonly FailCondition[]): string[] {
  return conditions.flatMap((condition) => {
    const { count, words } = found[condition.finding](report);
    return count > condition.above ? [`--fail-on ${conditionText(condition)}: ${words}`] : [];
  });
}

/** What the conditions look at. */
type FailFacts = Pick<ScanReport, 'counts' | 'users' | 'changesRecorded'>;

interface Found {
  readonly count: number;
  readonly words: string;
}

const found: { readonly [finding in FailFinding]: (report: FailFacts) => Found } = {
  unused: ({ counts }) => usersWho(counts.unusedNotExempt, 'unused and not exempt'),
  'unused-keys': ({ users }) => {
    const held = users.filter(({ exempt }) => exempt === null).flatMap(({ credentials }) => credentials);
    const count = held.filter(
      ({ kind, status, state }) => kind === 'access-key' && status === 'active' && isUnused(state),
    ).length;
    const words = `${countWords(count, 'active access key')} of users who are not exempt ${isAre(count)} unused`;
    return { count, words };
  },
  unknown: ({ users }) => {
    const count = users.filter(({ state, exempt }) => state === 'unknown' && exempt === null).length;
    return usersWho(count, 'unknown and not exempt');
  },
  changes: ({ changesRecorded: count }) => ({
    count,
    words: `this run recorded ${countWords(count, 'change')}; lastseen diff shows changes`,
  }),
};

const usersWho = (count: number, are: string): Found => ({
  count,
  words: `${countWords(count, 'user')} ${isAre(count)} ${are}`,
});

const isAre = (count: number) => (count === 1 ? 'is' : 'are');
