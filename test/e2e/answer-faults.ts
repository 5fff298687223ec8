import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';

/** The published schema allows fields of later versions. Here each object has only the fields that it names. */
const closed = JSON.parse(readFileSync('handlers/cli/schemas/answer.schema.json', 'utf8'), (_, part) =>
  part?.properties === undefined ? part : { ...part, additionalProperties: false },
);
const isAnswer = new Ajv2020({ strictTypes: true, allErrors: true }).compile(closed);

/** Where an answer differs from the schema: undocumented fields, missing ones, and values of another form. */
export function faultsOf(answer: unknown): string[] {
  if (isAnswer(answer)) return [];
  const faults = (isAnswer.errors ?? []).filter(({ keyword }) => keyword !== 'if');
  return faults.map(({ instancePath, message, params: { additionalProperty = '' } }) =>
    `${instancePath} ${message} ${additionalProperty}`.trim(),
  );
}
