/** What one account waits for AWS: IAM's report and lists, the table. An assumption, not measured here. */
export const waitedS = 20;
/** `OrganizationConcurrency` by default. */
export const atOnce = 20;
