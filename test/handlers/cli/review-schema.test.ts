import { describe, expect, it } from 'vitest';
import { campaignScopes, silences } from '../../../domain/review/campaign.ts';
import { adviceKinds } from '../../../domain/review/recommendation.ts';
import { answerWords, messageKinds } from '../../../domain/review/user-review.ts';
import { states } from '../../../domain/verdict/state.ts';
import schema from '../../../handlers/cli/schemas/review.schema.json' with { type: 'json' };
import { readDocuments } from '../../documents/markdown.ts';

interface Field {
  readonly description?: string;
  readonly $ref?: string;
}

const fields: [string, Field][] = [];
JSON.parse(JSON.stringify(schema), (_, part) => {
  if (part?.properties !== undefined) fields.push(...Object.entries<Field>(part.properties));
  return part;
});

describe('the schema of reviews', () => {
  it('says of each field what it is, and the document names it', () => {
    expect(fields.length).toBeGreaterThan(90);
    const silent = fields.filter(([, { description, $ref }]) => description === undefined && $ref === undefined);
    expect(silent).toEqual([]);
    const lines = readDocuments().get('handlers/cli/README.md')?.lines ?? [];
    const words = new Set(lines.join('\n').match(/\w+/g));
    expect(fields.map(([name]) => name).filter((name) => !words.has(name))).toEqual([]);
  });

  it('has the words of the code', () => {
    const { review, answer, messageKind } = schema.$defs;
    const { campaign, users } = review.properties;
    const user = users.items.properties;
    expect(campaign.properties.scope.enum).toEqual(campaignScopes);
    expect(campaign.properties.unanswered.enum).toEqual(silences);
    expect(answer.properties.says.properties.kind.enum).toEqual(answerWords);
    expect(messageKind.enum).toEqual(messageKinds);
    expect(user.recommendation.properties.advice.enum).toEqual(adviceKinds);
    expect(user.state.enum).toEqual([...states, null]);
  });
});
