import type { Answer } from '../../domain/answer.ts';
import type { AlarmFacts, SubscriptionFacts } from '../../domain/doctor/alarm-checks.ts';
import type { FunctionFacts, FunctionUse } from '../../domain/doctor/function-checks.ts';
import type { ClockReading } from '../../domain/doctor/machine-checks.ts';
import type { RoleFacts } from '../../domain/doctor/permission-checks.ts';
import type { RuleFacts } from '../../domain/doctor/rule-checks.ts';
import type { StackFacts } from '../../domain/doctor/stack-checks.ts';
import type { QueueFacts, TableFacts } from '../../domain/doctor/store-checks.ts';
import type { AccountId, Region } from '../../domain/ids.ts';
import type { StoredAccount } from '../../domain/table/stored-account.ts';
import type { Instant } from '../../domain/time.ts';

/** One function; its ARN may be known where not all that is asked of it is. */
export interface ReadFunction {
  readonly facts: Answer<FunctionFacts>;
  readonly arn: string | undefined;
}

/** What a deployment can be asked by reading calls; in its home Region where no other is given. No method throws. */
export interface Deployment {
  /** The enabled Regions of the account. */
  enabledRegions(): Promise<Answer<readonly Region[]>>;
  /** The time of AWS and of this machine. */
  clock(): Promise<Answer<ClockReading>>;
  /** The stack, its resources and its state. */
  stack(name: string): Promise<Answer<StackFacts>>;
  /** A rule of the default bus. */
  rule(name: string): Promise<Answer<RuleFacts>>;
  /** The rules of a Region's default bus that lead to this target. */
  rulesTo(region: Region, targetArn: string): Promise<Answer<readonly RuleFacts[]>>;
  /** How one function stands. */
  function(name: string): Promise<ReadFunction>;
  /** What CloudWatch counted of the functions in the 24 hours before. */
  functionUse(names: readonly string[], now: Instant): Promise<Answer<readonly FunctionUse[]>>;
  /** What waits in a queue. */
  queue(url: string): Promise<Answer<QueueFacts>>;
  /** How the table is set up. */
  tableSettings(tableName: string): Promise<Answer<TableFacts>>;
  /** All that the table remembers of the account. */
  storedAccount(tableName: string, accountId: AccountId): Promise<Answer<StoredAccount>>;
  /** The alarms whose names begin with the prefix. */
  alarms(namePrefix: string): Promise<Answer<readonly AlarmFacts[]>>;
  /** Who is subscribed to the topic. */
  subscriptions(topicArn: string): Promise<Answer<SubscriptionFacts>>;
  /** What a role may do; `id` is the role's in the template. */
  role(id: string, name: string): Promise<Answer<RoleFacts>>;
}
