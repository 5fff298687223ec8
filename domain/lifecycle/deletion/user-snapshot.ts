/** Copies of what a deleted user held, as far as IAM gives them. The rest stands in the user's access. */

import { isListOf, isObjectOf, isText } from '../../shape.ts';

/** A text with its name. */
export interface Copy {
  /** ARN of a managed policy, id of an SSH key or of a signing certificate. */
  readonly id: string;
  /** A policy as JSON, a key or a certificate as IAM gives it. */
  readonly body: string;
}

/** Documents of the attached policies, and the bodies of public keys and certificates. No secret: IAM gives none. */
export interface UserSnapshot {
  readonly policies: readonly Copy[];
  readonly sshKeys: readonly Copy[];
  readonly certificates: readonly Copy[];
}

const isCopies = isListOf(isObjectOf<Copy>({ id: isText, body: isText }));

export const isUserSnapshot = isObjectOf<UserSnapshot>({
  policies: isCopies,
  sshKeys: isCopies,
  certificates: isCopies,
});
