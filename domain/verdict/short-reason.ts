import { ago } from '../ago.ts';
import { readCredential } from '../credential.ts';
import { silentSince } from '../inventory/iam-user.ts';
import { shortGapWords, shortSourceWords } from '../inventory/short-gap-words.ts';
import { isSightingSource } from '../provider.ts';
import { attemptWords } from '../services/services-words.ts';
import type { Instant } from '../time.ts';
import type { Assessment } from './assessment.ts';
import { callWords, credentialNameWords, credentialWords } from './credential-words.ts';
import type { Evidence } from './evidence.ts';

/**
 * The reason on one line of a table: what decided, without the days that stand in another column and without what holds
 * for the whole account. `explain` has the whole.
 */
export function shortReason(assessment: Assessment, asOf: Instant): string {
  return [...exemptionWords(assessment), ...stateWords(assessment, asOf)].join('; ');
}

function stateWords(assessment: Assessment, asOf: Instant): string[] {
  const { state, lastActivity, gaps } = assessment;
  const seen = lastActivity === undefined ? [] : [evidenceWords(lastActivity)];
  switch (state) {
    case 'unknown': {
      const [first, ...others] = [...new Set(gaps.map(shortGapWords))];
      return first === undefined ? seen : [others.length === 0 ? first : `${first} and ${others.length} more`];
    }
    case 'new':
      return [youthWords(assessment, asOf)];
    case 'active':
    case 'idle':
    case 'never-used':
      return seen.length > 0 ? seen : [unusedWords(assessment)];
    default:
      return state satisfies never;
  }
}

function evidenceWords({ source, credential, sighting, attempt }: Evidence): string {
  const through = credential === undefined ? [] : [credentialNameWords(readCredential(credential))];
  const refused = sighting?.errorCode === undefined ? [] : [`refused: ${sighting.errorCode}`];
  const tried = attempt === undefined ? [] : [attemptWords(attempt)];
  if (!isSightingSource(source)) return [...tried, ...through, shortSourceWords[source]].join(', ');
  return [callWords(sighting) ?? shortSourceWords[source], ...through, ...refused].join(', ');
}

/** A user may be new because one of its credentials is. */
function youthWords({ user, credentials }: Assessment, asOf: Instant): string {
  const young = credentials.find(({ state }) => state === 'new');
  if (young?.credential.createdAt !== undefined) {
    const { credential, id } = young;
    const made = credential.kind === 'password' ? 'set' : 'created';
    return `${credentialWords(credential.kind, id)} ${made} ${ago(young.credential.createdAt, asOf)}`;
  }
  return user.createdAt === undefined ? 'young' : `created ${ago(user.createdAt, asOf)}`;
}

function unusedWords({ credentials, user }: Assessment): string {
  const since = silentSince(user);
  if (since !== undefined) return `not seen since ${since.slice(0, 10)}`;
  const [first, ...others] = credentials;
  if (first === undefined) return 'no credential';
  if (others.length > 0) return `${credentials.length} credentials never used`;
  const inactive = first.credential.status === 'inactive' ? 'inactive ' : '';
  return `${inactive}${credentialWords(first.credential.kind, first.id)} never used`;
}

function exemptionWords({ exemption }: Assessment): string[] {
  if (exemption === undefined || exemption.ended) return [];
  const until = exemption.until === undefined ? '' : ` until ${exemption.until}`;
  return [`exempt${until} by ${exemption.by}`];
}
