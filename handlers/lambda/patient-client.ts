/** For jobs that may wait. IAM's rates are low and undocumented: a client finds its own pace once it is throttled. */
export const patientClientConfig = {
  retryMode: 'adaptive',
  maxAttempts: 8,
  requestHandler: { connectionTimeout: 3000, requestTimeout: 15_000, throwOnRequestTimeout: true },
} as const;
