import type { Instant } from '../time.ts';

/** Who created a user, by the record of CreateUser. Texts come from outside: they are cut to a bound, not escaped. */
export interface Creator {
  readonly at: Instant;
  /** ARN of the caller, or what the record has instead. */
  readonly by: string;
  /** The name of a person, as far as the record has one: of an IAM user its name, of a role session the session's. */
  readonly person?: string | undefined;
}
