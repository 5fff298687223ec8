import { ago } from '../ago.ts';
import type { Instant } from '../time.ts';
import { sourceWords } from './gap-words.ts';
import type { UserRemark } from './iam-user.ts';

/** A remark about a user, in words. */
export function remarkWords(remark: UserRemark, asOf: Instant): string {
  switch (remark.kind) {
    case 'guest':
      return 'a guest';
    case 'disabled':
      return 'its account is disabled';
    case 'invitation-open':
      return 'it never accepted the invitation';
    case 'suspended':
      return 'it is suspended';
    case 'archived':
      return 'it is archived';
    case 'terms-open':
      return 'it never agreed to the terms of use';
    case 'source-not-read':
      return `${sourceWords[remark.source]} was not read`;
    case 'attempted':
      return `last attempt to sign in ${ago(remark.at, asOf)}, not known to have succeeded`;
    case 'recorded-since':
      return `success is recorded since ${remark.since.slice(0, 10)}`;
    case 'ways-not-seen':
      return 'use by HMAC keys, by API keys and by domain-wide delegation is not seen';
    default:
      return remark satisfies never;
  }
}
