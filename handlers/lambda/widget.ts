/** The function behind the widget of unused users on the dashboard. */

import { Logger } from '@aws-lambda-powertools/logger';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Context } from 'aws-lambda';
import { isJsonObject } from '../../domain/json.ts';
import { parseWidgetSettings } from '../../domain/settings/widget-settings.ts';
import { tryAsk } from '../../infra/aws/answer.ts';
import { dynamodbTable } from '../../infra/aws/dynamodb/dynamodb-table.ts';
import { mostShown, readUnused } from '../widget/read-unused.ts';
import { failureHtml, unusedUsersHtml } from '../widget/widget-html.tsx';
import { requireAccount, settingsOf } from './door.ts';

const logger = new Logger({ serviceName: 'lastseen-widget' });

/** What CloudWatch shows about the widget, in Markdown. It asks by the event `{"describe": true}`. */
const description = `## Unused users

The ${mostShown} IAM users without activity for longest, with the reasons, from the verdicts of the latest daily run.
Exempt users are left out. There are no parameters: the function reads the table and the account of its own stack.`;

/** Somebody waits in front of a dashboard. */
const widgetClientConfig = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 2000, requestTimeout: 5000, throwOnRequestTimeout: true },
} as const;

let wired: ReturnType<typeof wire> | undefined;

function wire() {
  const { tableName } = settingsOf(parseWidgetSettings);
  return { tableName, table: dynamodbTable(new DynamoDBClient(widgetClientConfig), tableName) };
}

/**
 * The door: CloudWatch invokes it with the credentials of whoever looks at the dashboard, and shows the answer as HTML.
 * A table that cannot be read is said in the widget, and logged. The event decides nothing but whether to describe.
 */
export async function handler(event: unknown, context: Context): Promise<string> {
  if (isJsonObject(event) && event['describe'] === true) return description;
  wired ??= wire();
  const { table, tableName } = wired;
  const accountId = requireAccount(context);
  const answer = await tryAsk('dynamodb:Query', () => readUnused(accountId, table));
  if (answer.kind === 'answered') return unusedUsersHtml(answer.value, { accountId, tableName });
  logger.error('the table could not be read', { cause: answer.cause });
  return failureHtml(answer.failure, { accountId, tableName });
}
