/** Credentials whose use IAM does not record, and the service that each opens. */

import type { Credential } from '../inventory/iam-user.ts';
import { isFresh, type Question } from '../question.ts';
import { daysBetween } from '../time.ts';
import { type ServicesAccessed, trackedDays } from './services-accessed.ts';

/** A service that a kind of credential opens, and nothing else. */
export interface OpenedService {
  /** The service's prefix in policies. */
  readonly service: string;
  /** The public page that says that IAM counts this kind of login as an attempt; undefined as long as none does. */
  readonly source: string | undefined;
}

/** By the service principal of a service-specific credential, and `ssh-public-key` for the SSH keys of CodeCommit. */
export type OpenedServices = { readonly [credential: string]: OpenedService };

/**
 * What each of these credentials opens. IAM's documents say that it counts attempts to reach an AWS API by the console,
 * the SDKs and the command line tools. None says that it counts Git over HTTPS or SSH, a password of Keyspaces, or a
 * bearer key. So no source is given, and the silence of these services proves nothing. A signing certificate opens more
 * than one service: it is not in the table.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListServiceSpecificCredentials.html
 */
export const openedServices: OpenedServices = {
  'ssh-public-key': { service: 'codecommit', source: undefined },
  'codecommit.amazonaws.com': { service: 'codecommit', source: undefined },
  'bedrock.amazonaws.com': { service: 'bedrock', source: undefined },
  'cassandra.amazonaws.com': { service: 'cassandra', source: undefined },
  'logs.amazonaws.com': { service: 'logs', source: undefined },
};

/** An answer that is older does not show the present: the credential may have been used since. */
const currentDays = 1;

/**
 * Whether the answer proves that the credential was not used in the window: IAM counts its logins, the answer is
 * present and complete and reaches back over the whole window, and its service is listed and silent.
 */
export function isProvenSilent(
  credential: Credential,
  services: ServicesAccessed | undefined,
  question: Question,
  opened: OpenedServices = openedServices,
): boolean {
  const opens = opened[credential.service ?? credential.kind];
  if (opens?.source === undefined || services === undefined) return false;
  if (question.thresholdDays > trackedDays || daysBetween(services.askedAt, question.now) > currentDays) return false;
  const attempt = services.attempts.find(({ service }) => service === opens.service);
  if (attempt === undefined) return services.silent.includes(opens.service);
  return attempt.withdrawn !== true && !isFresh(attempt.at, question);
}
