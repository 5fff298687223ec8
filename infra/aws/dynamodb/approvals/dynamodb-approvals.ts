import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { approvalsOf } from '../../../../domain/sightings/entry.ts';
import type { ApprovalStore } from '../../../ports/approvals/approval-store.ts';
import { documentClientOf } from '../document-client.ts';
import { queriesOf } from '../dynamodb-queries.ts';
import { approvalItem, approvalPartition } from './approval-item.ts';

/** Approvals in DynamoDB. */
export function dynamodbApprovals(client: DynamoDBClient, TableName: string): ApprovalStore {
  const documents = documentClientOf(client);
  const { inPartition } = queriesOf(documents, TableName);
  return {
    readApprovals: (accountId) => inPartition(approvalPartition(accountId)),
    readApprovalsOf: (accountId, step) =>
      inPartition(approvalPartition(accountId), ' AND begins_with(entry, :of)', { ':of': approvalsOf(step) }),
    writeApproval: async (accountId, write) => {
      await documents.send(new PutCommand({ TableName, Item: approvalItem(accountId, write) }));
    },
  };
}
