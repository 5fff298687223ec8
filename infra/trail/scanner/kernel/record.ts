import * as fields from './fields';
import { forgetEscapes, sawEscape, skipString, skipValue } from './json';
import { identityNames, recordNames, sessionNames } from './layout';
import { learnShape } from './learn-shape';
import { followShape, forgetShapes } from './shapes';

/**
 * How many more records that fit no shape are worth the attempt. A record that fits saves about twice what the attempt
 * costs.
 */
let patience: i32 = 0;
const mostPatience: i32 = 4096;
const newPatience: i32 = 512;
const missCosts: i32 = 2;
/** Records that fitted a shape, in all: whoever tests or measures the kernel asks for them. */
export let followed: i32 = 0;
/** Records to read without an attempt. Afterwards all shapes are learned anew. */
let pause: i32 = 0;
const longPause: i32 = 8192;

/**
 * Finds the fields of a record; answers 0 where it is not strictly valid JSON, or where a field that a reading needs
 * occurs twice or holds an escape.
 */
export function readRecord(start: usize): usize {
  if (load<u8>(start) !== 0x7b) return 0;
  fields.forgetFields();
  if (pause > 0) {
    pause--;
    return checkRecord(start);
  }
  if (patience <= 0) beginAnew();
  const after = followShape(start);
  if (after === 0) return learnFrom(start);
  followed++;
  if (patience < mostPatience) patience++;
  return after;
}

function beginAnew(): void {
  forgetShapes();
  patience = newPatience;
}

function learnFrom(start: usize): usize {
  fields.forgetFields();
  const after = checkRecord(start);
  if (after === 0) return 0;
  learnShape(start);
  patience -= missCosts;
  if (patience <= 0) pause = longPause;
  return after;
}

/** Checks every byte of a record against the grammar, and sets its fields. */
function checkRecord(start: usize): usize {
  const end = readFields(start + 1, recordNames);
  return fields.lengthOf(fields.eventVersion) === 0 ? 0 : end;
}

function readFields(start: usize, names: usize): usize {
  let at = start;
  while (true) {
    if (load<u8>(at) !== 0x22) return 0;
    const name = at + 1;
    forgetEscapes();
    at = skipString(name);
    if (at === 0 || sawEscape || load<u8>(at) !== 0x3a) return 0;
    const field = fields.fieldOf(names, name, at - name - 1);
    const value = ++at;
    if (field === fields.refused) return 0;
    const inner = load<u8>(at) === 0x7b ? namesInside(field) : 0;
    at = inner === 0 ? skipValue(at) : readFields(at + 1, inner);
    if (at === 0 || (sawEscape && fields.isCompared(field))) return 0;
    if (field >= 0 && !fields.setField(field, value, at)) return 0;
    const byte = load<u8>(at++);
    if (byte === 0x7d) return at;
    if (byte !== 0x2c) return 0;
  }
}

/** The names of the fields that matter inside a field's object; 0 where none does. */
function namesInside(field: i32): usize {
  if (field === fields.userIdentity) return identityNames;
  return field === fields.sessionContext ? sessionNames : 0;
}
