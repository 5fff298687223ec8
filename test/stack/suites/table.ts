import { describe, expect, it } from 'vitest';
import { tableDefinition } from '../../../infra/aws/dynamodb/table-definition.ts';
import type { PackagedStack } from '../package-stack.ts';
import { resolveIntrinsics } from '../resolve-intrinsics.ts';
import { ofType, propertiesOf } from '../template.ts';

export function tableSuite({ template }: PackagedStack): void {
  describe('the table', () => {
    const properties = propertiesOf(template, 'LastSeenTable');

    it('has the keys, the index and the billing that the adapter is written for', () => {
      expect(resolveIntrinsics(template, properties)).toMatchObject(tableDefinition('lastseen-prod'));
    });

    it('outlives the stack, can be taken back to any second, cannot be deleted by accident, and is encrypted', () => {
      expect(template.Resources['LastSeenTable']).toMatchObject({
        DeletionPolicy: 'Retain',
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
  });
}
