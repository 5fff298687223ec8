import { describe, expect, it } from 'vitest';
import type { PackagedStack } from '../package-stack.ts';
import { resolveIntrinsics } from '../resolve-intrinsics.ts';
import { at, propertiesOf } from '../template.ts';

/** What keeps and signs the records of acts, where the stack is asked to make it. */
export function actsSuite({ template }: PackagedStack): void {
  const made = { Remediation: 'quarantine', EvidenceKeyArn: 'create', EvidenceBucket: 'create' };
  const given = {
    ...made,
    EvidenceKeyArn: 'arn:aws:kms:eu-west-1:123456789012:key/ours',
    EvidenceBucket: 'our-evidence',
  };
  const resolved = (id: string, parameters: Record<string, string>) =>
    resolveIntrinsics(template, template.Resources[id], parameters);
  const environmentOf = (id: string, parameters: Record<string, string>) => {
    const environment = resolveIntrinsics(
      template,
      at(propertiesOf(template, id), 'Environment.Variables'),
      parameters,
    );
    return [at(environment, 'EVIDENCE_KEY'), at(environment, 'EVIDENCE_BUCKET')];
  };

  describe('the records of acts', () => {
    it('lie in a bucket that locks each for so many days, against root as well, and outlives the stack', () => {
      expect(resolved('EvidenceRecords', { ...made, EvidenceLockDays: '30' })).toMatchObject({
        Condition: 'EvidenceBucketMade',
        DeletionPolicy: 'RetainExceptOnCreate',
        Properties: {
          ObjectLockEnabled: true,
          ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: '30' } } },
          VersioningConfiguration: { Status: 'Enabled' },
          PublicAccessBlockConfiguration: { RestrictPublicBuckets: true },
        },
      });
    });

    it('are signed by a key that signs and does nothing else', () => {
      expect(resolved('EvidenceSigningKey', made)).toMatchObject({
        Condition: 'EvidenceKeyMade',
        DeletionPolicy: 'RetainExceptOnCreate',
        Properties: { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' },
      });
    });

    it.each(['LifecycleLambdaFunction', 'QuarantineLambdaFunction'])('%s finds them where they are', (id) => {
      expect(environmentOf(id, {})).toEqual(['', '']);
      expect(environmentOf(id, made)).toEqual(['<EvidenceSigningKey.Arn>', 's3://<EvidenceRecords>/lastseen/acts/']);
      expect(environmentOf(id, given)).toEqual([given.EvidenceKeyArn, 's3://our-evidence/lastseen/acts/']);
    });

    it.each([
      ['what is there already', given],
      ['a stage that acts on nobody', { ...made, Remediation: 'off' }],
    ])('make neither key nor bucket for %s', (_, parameters) => {
      const conditions = ['EvidenceKeyMade', 'EvidenceBucketMade'];
      const isMade = conditions.map((each) => resolveIntrinsics(template, template.Conditions[each], parameters));
      expect(isMade).toEqual([false, false]);
    });
  });
}
