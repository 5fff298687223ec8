/** What the doctor reads of a deployment. */

import type { Answer } from '../../domain/answer.ts';
import type { AlarmFacts, SubscriptionFacts } from '../../domain/doctor/alarm-checks.ts';
import type { EvidenceFacts } from '../../domain/doctor/evidence-checks.ts';
import type { FunctionFacts, FunctionUse } from '../../domain/doctor/function-checks.ts';
import type { ClockReading } from '../../domain/doctor/machine-checks.ts';
import type { SubscriptionFilter } from '../../domain/doctor/owner-checks.ts';
import type { RoleFacts } from '../../domain/doctor/permission-checks.ts';
import type { ProviderFacts, ScheduleFacts, SecretFacts } from '../../domain/doctor/provider-checks.ts';
import type { RuleFacts } from '../../domain/doctor/rule-checks.ts';
import type { StackFacts } from '../../domain/doctor/stack-checks.ts';
import type { QueueFacts, TableFacts } from '../../domain/doctor/store-checks.ts';
import type { AccountId, Region } from '../../domain/ids.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { StoredAccount } from '../../domain/table/stored-account.ts';
import type { Instant } from '../../domain/time.ts';

/** One function. Its ARN may be known even where its other facts are not. */
export interface ReadFunction {
  readonly facts: Answer<FunctionFacts>;
  readonly arn: string | undefined;
}

/** Reads a deployment, in its home Region where no other is given. No method changes anything, and none throws. */
export interface Deployment {
  /** The enabled Regions of the account. */
  enabledRegions(): Promise<Answer<readonly Region[]>>;
  /** The time of AWS and of this machine. */
  clock(): Promise<Answer<ClockReading>>;
  /** The stack, its resources and its state. */
  stack(name: string): Promise<Answer<StackFacts>>;
  /** A rule of the default bus. */
  rule(name: string): Promise<Answer<RuleFacts>>;
  /** The rules of a Region's default bus with this target. */
  rulesTo(region: Region, targetArn: string): Promise<Answer<readonly RuleFacts[]>>;
  /** The state of one function. */
  function(name: string): Promise<ReadFunction>;
  /** The functions' invocations and errors in the 24 hours before `now`, by CloudWatch. */
  functionUse(names: readonly string[], now: Instant): Promise<Answer<readonly FunctionUse[]>>;
  /** How many messages a queue holds. */
  queue(url: string): Promise<Answer<QueueFacts>>;
  /** The settings of the table. */
  tableSettings(tableName: string): Promise<Answer<TableFacts>>;
  /** Everything that the table holds of the account. */
  storedAccount(tableName: string, accountId: AccountId): Promise<Answer<StoredAccount>>;
  /** The latest run whose findings are all in Security Hub. */
  importedRun(tableName: string, accountId: AccountId): Promise<Answer<Instant | undefined>>;
  /** The latest run whose report page is in this bucket. */
  writtenRun(tableName: string, accountId: AccountId, bucket: string): Promise<Answer<Instant | undefined>>;
  /** The latest run over a tenant of another provider that was finished. */
  tenantRun(tableName: string, accountId: AccountId): Promise<Answer<Instant | undefined>>;
  /** The secret that opens a tenant, as its store describes it; its value is not read. */
  secret(arn: string): Promise<Answer<SecretFacts>>;
  /** A schedule of the stack's group. */
  schedule(group: string, name: string): Promise<Answer<ScheduleFacts>>;
  /** The log group of this name. */
  logGroup(name: string): Promise<ProviderFacts['log']>;
  /** When the stack's latest plan about unused users was made. */
  plannedRun(tableName: string, accountId: AccountId): Promise<Answer<Instant | undefined>>;
  /** The items of all lifecycles of the account. */
  lifecycles(tableName: string, accountId: AccountId): Promise<Answer<readonly JsonObject[]>>;
  /** The alarms whose names begin with the prefix. */
  alarms(namePrefix: string): Promise<Answer<readonly AlarmFacts[]>>;
  /** The subscriptions of the topic. */
  subscriptions(topicArn: string): Promise<Answer<SubscriptionFacts>>;
  /** The filters of the topic's confirmed subscriptions; of many, the first 200. */
  filters(topicArn: string): Promise<Answer<readonly Answer<SubscriptionFilter>[]>>;
  /** The key that signs the records of acts. */
  evidenceKey(keyId: string): Promise<NonNullable<EvidenceFacts['key']>>;
  /** The bucket with the records of acts. */
  evidenceBucket(name: string): Promise<NonNullable<EvidenceFacts['bucket']>>;
  /** The actions that a role allows; `id` is its id in the template. */
  role(id: string, name: string): Promise<Answer<RoleFacts>>;
}
