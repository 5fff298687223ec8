import { describe, expect, it } from 'vitest';
import { eventTypeOf } from '../../../domain/alerts/change-event.ts';
import { changeKinds } from '../../../domain/history/change-kinds.ts';
import { states } from '../../../domain/verdict/state.ts';
import schema from '../../../handlers/cli/schemas/answer.schema.json' with { type: 'json' };
import { readDocuments, tableRows } from '../../documents/markdown.ts';

interface Field {
  readonly description?: string;
  readonly $ref?: string;
}
interface SchemaOfObject {
  readonly properties: Readonly<Record<string, Field>>;
  readonly required: readonly string[];
}

const objects: SchemaOfObject[] = [];
const parts: Readonly<Record<string, Field>> = JSON.parse(JSON.stringify(schema), (_, part) => {
  if (part?.properties !== undefined) objects.push(part);
  return part;
}).$defs;
const fields = objects.flatMap(({ properties }) => Object.entries(properties));
const documents = readDocuments();
const cli = documents.get('handlers/cli/README.md') ?? expect.fail('there is no such document');
const names = [...new Set(fields.map(([name]) => name))];

describe('the schema of answers', () => {
  it('says of each field what it is', () => {
    const isSilent = ({ description, $ref = '' }: Field) =>
      (description ?? parts[$ref.replace('#/$defs/', '')]?.description) === undefined;
    expect(fields.filter(([, field]) => isSilent(field)).map(([name]) => name)).toEqual([]);
    expect(names.length).toBeGreaterThan(130);
  });

  it('lets only those fields be missing that are there at times', () => {
    const optional = objects.flatMap(({ properties, required }) =>
      Object.keys(properties).filter((name) => !required.includes(name)),
    );
    const ofManyAccounts = ['accountName', 'counts', 'missing', 'notJudged', 'notes'];
    const ofSightings = ['event', 'eventSource', 'region', 'service'];
    const ofDigests = ['proof', 'digests', 'found', 'logFiles', 'gaps', 'regions'];
    const ofPeople = ['person'];
    const ofSettings = ['thresholdDays', 'isSkipped', 'organization'];
    const known = [...ofManyAccounts, ...ofSightings, ...ofDigests, ...ofPeople, ...ofSettings, 'preset', 'archive'];
    expect(new Set(optional)).toEqual(new Set(known));
  });

  it('has the words of the code', () => {
    const { state, lastKnown, changeKinds: kinds, change } = schema.$defs;
    expect(state.enum).toEqual(states);
    expect(lastKnown.enum).toEqual([...states.filter((each) => each !== 'unknown'), null]);
    expect(kinds.items.enum).toEqual(changeKinds);
    expect(change.properties.detailType.enum).toEqual([
      ...changeKinds.flatMap((kind) => eventTypeOf(kind) ?? []),
      null,
    ]);
  });

  it('has no field that the documents do not name, and every one that heads a row of them', () => {
    const texts = [cli, documents.get('infra/stack/README.md')].flatMap((document) => document?.lines ?? []);
    const words = new Set(texts.join('\n').match(/[\w-]+/g));
    expect(names.filter((name) => !words.has(name))).toEqual([]);
    const rows = ['## JSON of a scan', '## JSON of changes'].flatMap((chapter) => tableRows(cli, chapter));
    const heads = rows
      .flatMap(([head = '']) => head.match(/`[^`]+`/g) ?? [])
      .flatMap((span) => span.match(/\w+/g) ?? []);
    expect(heads.length).toBeGreaterThan(50);
    expect(heads.filter((name) => !names.includes(name) && !(name in parts))).toEqual([]);
  });
});
