import { decidingTypes, signInTexts } from '../../../domain/cloudtrail/ignored-record.ts';
import type { Kernel } from './kernel-interface.ts';

/** The fields of a record that its reading asks for, by the kernel's numbers; `''` is no field. */
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
] as const;

/** The same of its `userIdentity`; their numbers go on from `firstOfIdentity`. `sessionIssuer` stands inside `sessionContext`. */
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

const firstOfIdentity = 16;
const refused = -2;

/** A value that holds one of these is no record, whatever else it holds: it is unpacked, or skipped, by the full parser. */
const refusedNames = ['awslogs', 'kinesis', 's3', 'dynamodb'];

/** Makes the kernel know the names and texts that readings hang on. */
export function registerNames(kernel: Kernel): void {
  const put = (text: string) => Buffer.from(kernel.memory.buffer).write(text, kernel.inputAddress(), 'latin1');
  recordFields.forEach((name, field) => {
    kernel.addName(0, put(name), field);
  });
  identityFields.forEach((name, field) => {
    kernel.addName(name === 'sessionIssuer' ? 2 : 1, put(name), firstOfIdentity + field);
  });
  for (const name of refusedNames) kernel.addName(0, put(name), refused);
  for (const [list, texts] of [decidingTypes, ['FederatedUser'], signInTexts].entries()) {
    for (const text of texts) kernel.addText(list, put(`"${text}"`));
  }
}
