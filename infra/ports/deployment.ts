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

/** What there is to ask of a deployment, by reading calls alone, in its home Region where no other is named. Nothing is thrown. */
export interface Deployment {
  enabledRegions(): Promise<Answer<readonly Region[]>>;
  clock(): Promise<Answer<ClockReading>>;
  stack(name: string): Promise<Answer<StackFacts>>;
  /** A rule of the default bus. */
  rule(name: string): Promise<Answer<RuleFacts>>;
  /** The rules of a Region's default bus that lead to this target. */
  rulesTo(region: Region, targetArn: string): Promise<Answer<readonly RuleFacts[]>>;
  function(name: string): Promise<ReadFunction>;
  /** What CloudWatch counted of the functions in the 24 hours before. */
  functionUse(names: readonly string[], now: Instant): Promise<Answer<readonly FunctionUse[]>>;
  queue(url: string): Promise<Answer<QueueFacts>>;
  tableSettings(tableName: string): Promise<Answer<TableFacts>>;
  storedAccount(tableName: string, accountId: AccountId): Promise<Answer<StoredAccount>>;
  alarms(namePrefix: string): Promise<Answer<readonly AlarmFacts[]>>;
  subscriptions(topicArn: string): Promise<Answer<SubscriptionFacts>>;
  /** `id` is the role's in the template. */
  role(id: string, name: string): Promise<Answer<RoleFacts>>;
}
