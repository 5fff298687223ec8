/** The fields of a record that its reading asks for. */
export const recordFields = [
  'eventVersion',
  'userIdentity',
  'eventTime',
  'eventID',
  'eventName',
  'eventSource',
  'sourceIPAddress',
  'userAgent',
  'eventType',
  'eventCategory',
  'recipientAccountId',
  'awsRegion',
  'sessionCredentialFromConsole',
  'errorCode',
  'managementEvent',
  'readOnly',
  'errorMessage',
  'responseElements',
] as const;

export type RecordField = (typeof recordFields)[number];

/** The same of its `userIdentity`. `sessionIssuer` stands inside `sessionContext`. */
export const identityFields = [
  'type',
  'accountId',
  'principalId',
  'arn',
  'userName',
  'accessKeyId',
  'invokedBy',
  'sessionIssuer',
  'sessionContext',
] as const;

export type IdentityField = (typeof identityFields)[number];
