/**
 * List prices of us-east-1 in dollars, November 2026, without free tiers.
 * Sources: https://aws.amazon.com/dynamodb/pricing/on-demand/, https://aws.amazon.com/lambda/pricing/,
 * https://aws.amazon.com/sqs/pricing/, https://aws.amazon.com/s3/pricing/, https://aws.amazon.com/cloudtrail/pricing/,
 * https://aws.amazon.com/eventbridge/pricing/
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
} as const;
