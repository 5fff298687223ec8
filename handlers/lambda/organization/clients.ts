/** What both functions of an organization need: settings, the table, the queue, the clock. */

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { runMessageText } from '../../../domain/organization/run-message.ts';
import {
  type OrganizationFunctionSettings,
  parseOrganizationFunctionSettings,
} from '../../../domain/settings/organization-settings.ts';
import { dynamodbOrganizations } from '../../../infra/aws/dynamodb/organization/dynamodb-organizations.ts';
import { sendDelayed } from '../../../infra/aws/organization/delayed-messages.ts';
import { clockTime } from '../../clock.ts';
import type { OrganizationPorts } from '../../organization/organization-ports.ts';
import { settingsOf } from '../door.ts';

/** The settings, the client of the table, and the ports of every part of a run. */
export interface OrganizationClients {
  readonly settings: OrganizationFunctionSettings;
  readonly dynamodb: DynamoDBClient;
  readonly ports: OrganizationPorts;
}

export function organizationClients(): OrganizationClients {
  const settings = settingsOf(parseOrganizationFunctionSettings);
  const dynamodb = new DynamoDBClient({});
  const sqs = new SQSClient({});
  const ports: OrganizationPorts = {
    store: dynamodbOrganizations(dynamodb, settings.tableName),
    clock: clockTime,
    send: (messages) =>
      sendDelayed(
        sqs,
        settings.queueUrl,
        messages.map(({ message, delayS }) => ({ body: runMessageText(message), delayS })),
      ),
  };
  return { settings, dynamodb, ports };
}
