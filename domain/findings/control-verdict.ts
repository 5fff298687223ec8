import { ago } from '../ago.ts';
import { gapWords } from '../inventory/gap-words.ts';
import { silentSince } from '../inventory/iam-user.ts';
import { wordsOf } from '../provider.ts';
import { isFresh, type Question } from '../question.ts';
import type { Assessment } from '../verdict/assessment.ts';
import type { CredentialAssessment } from '../verdict/credential-assessment.ts';
import { credentialWords } from '../verdict/credential-words.ts';
import type { Run } from '../verdict/run.ts';
import type { Control } from './control.ts';

/** `MANUAL`: it cannot be told from what is known; a person has to look. */
export type ControlStatus = 'PASS' | 'FAIL' | 'MANUAL';

export interface ControlVerdict {
  readonly status: ControlStatus;
  readonly why: string;
}

/** The days of a control, for a run with this threshold. */
export const daysOf = ({ days }: Pick<Control, 'days'>, { thresholdDays }: Pick<Run, 'thresholdDays'>): number =>
  days === 'threshold' ? thresholdDays : days;

/**
 * Judges a user by the control's own days, whatever the threshold of the run: a user who is active by 90 days may fail
 * a control of 45. Only evidence passes, and only complete evidence fails.
 */
export function judgeControl(
  control: Pick<Control, 'days' | 'subject'>,
  assessment: Assessment,
  run: Pick<Run, 'asOf' | 'thresholdDays'>,
): ControlVerdict {
  const question = { now: run.asOf, thresholdDays: daysOf(control, run) };
  return control.subject === 'user'
    ? judgeUser(assessment, question, run)
    : judgeCredentials(assessment, question, doubtsOf(assessment));
}

const pass = (why: string): ControlVerdict => ({ status: 'PASS', why });
const fail = (why: string): ControlVerdict => ({ status: 'FAIL', why });
const manual = (why: string): ControlVerdict => ({ status: 'MANUAL', why: `cannot be told: ${why}` });

/** In words, the facts that are missing about passwords and access keys. */
const doubtsOf = ({ gaps }: Assessment): string =>
  gaps
    .filter(({ kind }) => kind !== 'use-not-recorded')
    .map(gapWords)
    .join(', ');

function judgeUser(
  { user, lastActivity, gaps, usable }: Assessment,
  question: Question,
  { thresholdDays }: Pick<Run, 'thresholdDays'>,
): ControlVerdict {
  const { now } = question;
  if (lastActivity !== undefined && isFresh(lastActivity.at, question))
    return pass(`last seen ${ago(lastActivity.at, now)}`);
  if (gaps.length > 0) return manual(gaps.map(gapWords).join(', '));
  if (usable === false) return pass('no credential is active');
  if (user.createdAt !== undefined && isFresh(user.createdAt, question))
    return pass(`created ${ago(user.createdAt, now)}`);
  const since = silentSince(user) ?? user.existsSince;
  if (since !== undefined && isFresh(since, question)) return manual(`it is known since ${since.slice(0, 10)} only`);
  const credentials = user.credentials ?? [];
  if (credentials.some(({ createdAt }) => isFresh(createdAt, question)))
    return manual('a credential is younger than the silence');
  const isLonger = question.thresholdDays > thresholdDays;
  const isUntracked = credentials.some(({ status, lastUse }) => status === 'active' && lastUse.kind === 'unknown');
  if (isLonger && isUntracked) {
    return manual(`${wordsOf(user.accountId).name} does not record the use of every credential`);
  }
  if (lastActivity !== undefined) return fail(`last seen ${ago(lastActivity.at, now)}`);
  return fail(since === undefined ? 'never seen' : `not seen since ${since.slice(0, 10)}`);
}

/** Other credentials than passwords and access keys are none of these controls' business. */
function judgeCredentials({ user, credentials }: Assessment, question: Question, doubts: string): ControlVerdict {
  if (user.credentials === undefined) return manual(doubts === '' ? 'no source reports the credentials' : doubts);
  const judged = credentials
    .filter(({ credential: { kind, status } }) => status === 'active' && (kind === 'password' || kind === 'access-key'))
    .map((credential) => judgeCredential(credential, question, doubts));
  const failed = judged.filter(({ status }) => status === 'FAIL');
  if (failed.length > 0) return fail(failed.map(({ why }) => why).join(', '));
  const undecided = judged.find(({ status }) => status === 'MANUAL');
  if (undecided !== undefined) return undecided;
  if (doubts !== '') return manual(doubts);
  return pass(judged.length === 0 ? 'no password or access key is active' : judged.map(({ why }) => why).join(', '));
}

function judgeCredential(
  { credential, id, lastUsed }: CredentialAssessment,
  question: Question,
  doubts: string,
): ControlVerdict {
  const { createdAt, lastUse, kind } = credential;
  const name = credentialWords(kind, id);
  const made = kind === 'password' ? 'set' : 'created';
  const { now } = question;
  if (lastUsed !== undefined && isFresh(lastUsed.at, question))
    return pass(`${name} last used ${ago(lastUsed.at, now)}`);
  if (doubts !== '') return manual(doubts);
  if (lastUse.kind === 'unknown') return manual(`the last use of ${name} is not known`);
  if (createdAt === undefined) return manual(`it is not known when ${name} was ${made}`);
  if (!isFresh(createdAt, question)) {
    return fail(
      lastUsed === undefined
        ? `${name} never used since it was ${made} ${ago(createdAt, now)}`
        : `${name} last used ${ago(lastUsed.at, now)}`,
    );
  }
  return lastUsed === undefined
    ? pass(`${name} ${made} ${ago(createdAt, now)}`)
    : manual(`${name} was ${made} again ${ago(createdAt, now)}, after it was last used ${ago(lastUsed.at, now)}`);
}
