import { copyBytes, equalBytes } from './bytes';
import { lengthOf, startOf } from './fields';
import { textLists, texts } from './layout';

// The numbers of the lists of texts. The host gives them: they are the domain's.
export const decidingTypes: i32 = 0;
export const federatedType: i32 = 1;
export const signInTexts: i32 = 2;
export const wholeSources: i32 = 3;
export const wholeNames: i32 = 4;
export const loginName: i32 = 5;

const placeBytes: usize = 64;
const textAt: usize = 16;
const endAt: usize = 4;
const lengthsAt: usize = 8;

let free: usize = texts;

/** Adds a quoted text to a list. The texts of one list come one after the other. */
export function addText(list: i32, quoted: usize, length: usize): void {
  const known = addressOf(list);
  if (load<u32>(known) === 0) store<u32>(known, <u32>free);
  store<u32>(free, <u32>length);
  copyBytes(free + textAt, quoted, length);
  free += placeBytes;
  store<u32>(known + endAt, <u32>free);
  store<u64>(known + lengthsAt, load<u64>(known + lengthsAt) | ((<u64>1) << (<u64>length & 63)));
}

/** Whether a field's value is one of a list's texts, to the byte. */
export function isIn(list: i32, field: i32): bool {
  const known = addressOf(list);
  const length = lengthOf(field);
  if (((load<u64>(known + lengthsAt) >> (<u64>length & 63)) & 1) === 0) return false;
  const end: usize = load<u32>(known + endAt);
  for (let text: usize = load<u32>(known); text < end; text += placeBytes) {
    if (<usize>load<u32>(text) === length && equalBytes(text + textAt, startOf(field), length)) return true;
  }
  return false;
}

function addressOf(list: i32): usize {
  return textLists + ((<usize>list) << 5);
}
