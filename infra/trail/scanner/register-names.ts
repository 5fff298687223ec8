/** Gives the kernel the names and texts that it must know. */

import { creationName, iamEventSource } from '../../../domain/cloudtrail/iam-change.ts';
import { decidingTypes, loginName, signInTexts } from '../../../domain/cloudtrail/ignored-record.ts';
import { trailChangeNames, trailEventSource } from '../../../domain/cloudtrail/trail-change.ts';
import { identityFields, recordFields } from './kernel-fields.ts';
import type { Kernel, KernelNumber } from './kernel-interface.ts';

/** A value that holds one of these is no record, whatever else it holds: the full parser unpacks or skips it. */
const refusedNames = ['awslogs', 'kinesis', 's3', 'dynamodb'];

/** Objects that no reading needs and that have the same names in nearly all records. */
const alikeNames = ['tlsDetails'];

/** Makes the kernel know the names and texts that readings hang on. */
export function registerNames(kernel: Kernel): void {
  const put = (text: string) => Buffer.from(kernel.memory.buffer).write(text, kernel.inputAddress(), 'latin1');
  const addName = (level: KernelNumber, name: string, field: KernelNumber) =>
    kernel.addName(level.value, put(name), field.value);
  for (const name of recordFields) addName(kernel.inRecord, name, kernel[name]);
  for (const name of identityFields) {
    addName(name === 'sessionIssuer' ? kernel.inSession : kernel.inIdentity, name, kernel[name]);
  }
  for (const name of refusedNames) addName(kernel.inRecord, name, kernel.refused);
  for (const name of alikeNames) addName(kernel.inRecord, name, kernel.alike);
  const addTexts = (list: KernelNumber, texts: Iterable<string>) => {
    for (const text of texts) kernel.addText(list.value, put(`"${text}"`));
  };
  addTexts(kernel.decidingTypes, decidingTypes);
  addTexts(kernel.federatedType, ['FederatedUser']);
  addTexts(kernel.signInTexts, signInTexts);
  addTexts(kernel.loginName, [loginName]);
  addTexts(kernel.wholeSources, [trailEventSource, iamEventSource]);
  addTexts(kernel.wholeNames, [...trailChangeNames, creationName]);
}
