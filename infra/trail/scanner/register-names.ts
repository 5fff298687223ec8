import { decidingTypes, signInTexts } from '../../../domain/cloudtrail/ignored-record.ts';
import { identityFields, recordFields } from './kernel-fields.ts';
import type { Kernel } from './kernel-interface.ts';

/** A value that holds `awslogs` is unpacked before it is read. */
const refusedNames = ['awslogs'];

/** Makes the kernel know the names and texts that readings hang on. */
export function registerNames(kernel: Kernel): void {
  const put = (text: string) => Buffer.from(kernel.memory.buffer).write(text, kernel.inputAddress(), 'latin1');
  const {
    inRecord,
    inIdentity,
    inSession,
    refused,
    decidingTypes: deciding,
    federatedType,
    signInTexts: signIn,
  } = kernel;
  for (const name of recordFields) kernel.addName(inRecord.value, put(name), kernel[name].value);
  for (const name of identityFields) {
    const level = name === 'sessionIssuer' ? inSession : inIdentity;
    kernel.addName(level.value, put(name), kernel[name].value);
  }
  for (const name of refusedNames) kernel.addName(inRecord.value, put(name), refused.value);
  const addTexts = (list: { readonly value: number }, texts: Iterable<string>) => {
    for (const text of texts) kernel.addText(list.value, put(`"${text}"`));
  };
  addTexts(deciding, decidingTypes);
  addTexts(federatedType, ['FederatedUser']);
  addTexts(signIn, signInTexts);
}
