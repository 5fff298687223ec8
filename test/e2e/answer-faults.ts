import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';

/** Where an answer differs from a schema: undocumented fields, missing ones, and values of another form. */
function faultsBy(name: string): (answer: unknown) => string[] {
  // The published schemas allow fields of later versions. Here each object has only the fields that it names.
  const closed = JSON.parse(readFileSync(`handlers/cli/schemas/${name}.schema.json`, 'utf8'), (_, part) =>
    part?.properties === undefined ? part : { ...part, additionalProperties: false },
  );
  const isAnswer = new Ajv2020({ strictTypes: true, allowUnionTypes: true, allErrors: true }).compile(closed);
  return (answer) => {
    if (isAnswer(answer)) return [];
    const faults = (isAnswer.errors ?? []).filter(({ keyword }) => keyword !== 'if');
    return faults.map(({ instancePath, message, params: { additionalProperty = '' } }) =>
      `${instancePath} ${message} ${additionalProperty}`.trim(),
    );
  };
}

/** Of the answers of scan, list, show, diff and history. */
export const faultsOf = faultsBy('answer');

/** Of the answers of a search for references. */
export const referencesFaultsOf = faultsBy('references');

/** Of the answers of approve. */
export const approveFaultsOf = faultsBy('approve');

/** Of the answers of a review, and its closing file. */
export const reviewFaultsOf = faultsBy('review');
