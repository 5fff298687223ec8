/**
 * List prices of us-east-1 in dollars, November 2026, without free tiers.
 * Sources: https://aws.amazon.com/dynamodb/pricing/on-demand/, https://aws.amazon.com/lambda/pricing/,
 * https://aws.amazon.com/sqs/pricing/, https://aws.amazon.com/s3/pricing/, https://aws.amazon.com/cloudtrail/pricing/,
 * https://aws.amazon.com/eventbridge/pricing/, https://aws.amazon.com/cloudwatch/pricing/,
 * https://aws.amazon.com/kms/pricing/
 */
export const prices = {
  /** Of at most 1 KB. */
  millionWrites: 0.625,
  /** Consistent, of at most 4 KB; an eventually consistent one costs half. */
  millionReads: 0.125,
  millionInvocations: 0.2,
  /** On arm64. */
  gbSecond: 0.0000133,
  millionQueueRequests: 0.4,
  millionGets: 0.4,
  /** What CloudTrail puts into the bucket is charged to its owner. */
  millionPuts: 5,
  /** Of objects in S3's standard class. */
  gbMonth: 0.023,
  /** S3 to EventBridge, where the bucket sends its notifications there and not to the queue. */
  millionBusEvents: 1,
  /** A use of a KMS key. */
  millionKeyUses: 3,
  key: 1,
  alarm: 0.1,
  /** A custom metric in every hour of the month. */
  metric: 0.3,
  logGb: 0.5,
  /** A table's storage, with its point-in-time recovery. */
  tableGb: 0.45,
  /** A queue of a function that finds nothing, by its long polling. */
  idleQueue: 0.26,
} as const;

export const perMillion = (count: number, price: number): number => (count * price) / 1e6;

/** What requests to the table cost, each of at most 1 KB written or 4 KB read. */
export const requestDollars = (writes: number, strongReads: number, eventualReads = 0): number =>
  perMillion(writes, prices.millionWrites) + perMillion(strongReads + eventualReads / 2, prices.millionReads);
