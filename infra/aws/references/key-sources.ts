/** Policies and grants of KMS keys. */

import { GetKeyPolicyCommand, type KMSClient, paginateListGrants, paginateListKeys } from '@aws-sdk/client-kms';
import type { Region } from '../../../domain/ids.ts';
import type { ReferenceSource } from '../../ports/reference-source.ts';
import { allOf } from '../all-pages.ts';
import { sourceOf } from './source.ts';

/** The keys of a Region: their policies, and the principals of their grants. */
export function keySources(client: KMSClient, region: Region): ReferenceSource[] {
  const list = () =>
    allOf(paginateListKeys({ client, pageSize: 1000 }, {}), ({ Keys = [] }) => Keys.map(({ KeyArn }) => KeyArn));
  return [
    sourceOf({
      kind: 'kms-key-policy',
      region,
      actions: ['kms:ListKeys', 'kms:GetKeyPolicy'],
      list,
      documentOf: async (KeyId) =>
        (await client.send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' }))).Policy,
    }),
    sourceOf({
      kind: 'kms-grant',
      region,
      actions: ['kms:ListKeys', 'kms:ListGrants'],
      list,
      documentOf: async (KeyId) => {
        const grants = await allOf(paginateListGrants({ client, pageSize: 100 }, { KeyId }), (page) => page.Grants);
        return JSON.stringify({ Grants: grants });
      },
    }),
  ];
}
