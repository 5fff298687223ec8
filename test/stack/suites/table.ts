import { describe, expect, it } from 'vitest';
import { tableDefinition } from '../../../infra/aws/dynamodb/table-definition.ts';
import type { PackagedStack } from '../package-stack.ts';
import { resolveIntrinsics } from '../resolve-intrinsics.ts';
import { at, ofType, propertiesOf } from '../template.ts';

/** A table that an earlier deployment left. */
const adopted = { ExistingTable: 'lastseen-old' };

export function tableSuite({ template }: PackagedStack): void {
  describe('the table', () => {
    const properties = propertiesOf(template, 'LastSeenTable');

    it('has the keys, the index and the billing that the adapter is written for', () => {
      expect(resolveIntrinsics(template, properties)).toMatchObject(tableDefinition('lastseen-prod'));
    });

    it('outlives the stack, can be taken back to any second, cannot be deleted by accident, and is encrypted', () => {
      expect(template.Resources['LastSeenTable']).toMatchObject({
        DeletionPolicy: 'RetainExceptOnCreate',
        UpdateReplacePolicy: 'Retain',
      });
      expect(properties).toMatchObject({
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
      });
    });

    it('lets no entry expire: a user whose entry expired would look never used', () => {
      expect(properties).not.toHaveProperty('TimeToLiveSpecification');
    });

    it('is the only one', () => {
      expect(ofType(template, 'AWS::DynamoDB::Table').map(({ id }) => id)).toEqual(['LastSeenTable']);
    });

    it('is made only where none was named, so one that a failed or removed stack left behind is adopted', () => {
      const isMade = (parameters: Record<string, string>) =>
        resolveIntrinsics(
          template,
          template.Conditions[`${template.Resources['LastSeenTable']?.Condition}`],
          parameters,
        );
      expect(isMade({})).toBe(true);
      expect(isMade(adopted)).toBe(false);
    });

    it('that was named is the one that everything refers to', () => {
      const { LastSeenTable: _, ...others } = template.Resources;
      const text = JSON.stringify(resolveIntrinsics(template, { ...others, ...template.Outputs }, adopted));
      expect(text).not.toContain('<LastSeenTable');
      for (const { id, properties } of ofType(template, 'AWS::Lambda::Function')) {
        const variables = resolveIntrinsics(template, at(properties, 'Environment.Variables'), adopted);
        expect(variables, id).toMatchObject({ TABLE_NAME: 'lastseen-old' });
      }
      expect(resolveIntrinsics(template, template.Outputs['TableName'], adopted)).toMatchObject({
        Value: 'lastseen-old',
      });
    });

    it.each([
      'IngestRole',
      'IngestArchiveRole',
      'ReconcileRole',
      'BackfillRole',
      'SecurityHubRole',
      'PageRole',
      'EntraRole',
      'GoogleRole',
      'WidgetRole',
    ])('%s reaches the table that was named, and no other', (role) => {
      const policies = JSON.stringify(resolveIntrinsics(template, propertiesOf(template, role)['Policies'], adopted));
      const tables = policies.match(/arn:aws:dynamodb:[^"]+?(?="|\/index)/g);
      expect([...new Set(tables)]).toEqual(['arn:aws:dynamodb:eu-west-1:123456789012:table/lastseen-old']);
    });
  });
}
