import type { AccountId } from '../../../domain/ids.ts';
import { wordsOf } from '../../../domain/provider.ts';
import type { KeyReport } from '../key-report.ts';

const monthName = new Intl.DateTimeFormat('en-US', { month: 'short', timeZone: 'UTC' });

/** `1 Nov`, in UTC. */
export const shortDayWords = (at: Date): string => `${at.getUTCDate()} ${monthName.format(at)}`;

/** `Nov 2026`, in UTC. */
export const monthWords = (at: Date): string => `${monthName.format(at)} ${at.getUTCFullYear()}`;

/** `1 Nov 2026`, in UTC. */
export const dayWords = (at: string): string => `${shortDayWords(new Date(at))} ${at.slice(0, 4)}`;

/** What stands for the last use of a credential where no source dates it. */
export const useWords = (use: KeyReport['lastUse'], accountId: AccountId): string =>
  ({
    at: '',
    never: 'never',
    'not-since': 'none in the time observed',
    'not-tracked': `${wordsOf(accountId).name} does not record it`,
    'not-reported': 'not reported',
  })[use];
