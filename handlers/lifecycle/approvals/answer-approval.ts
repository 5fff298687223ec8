/** Answers a request of a function URL that asks for approvals. */

import { type Approver, type ApprovingTerms, readApprovalRequest } from '../../../domain/approvals/approval-request.ts';
import { isJsonObject, type JsonObject, parsedText, textAt } from '../../../domain/json.ts';
import type { Problem } from '../../../domain/parsed.ts';
import { plainText } from '../../../domain/plain-text.ts';
import type { ApprovalStore } from '../../../infra/ports/approvals/approval-store.ts';
import { giveApprovals } from './give-approvals.ts';

/** The answer: the steps that are approved now, or why none is, in one line. */
export interface Answered {
  readonly statusCode: 200 | 400 | 403 | 405 | 413;
  readonly body: { readonly approved?: readonly ApprovedStep[]; readonly error?: string };
  /** ARN of the caller; undefined where AWS named none. */
  readonly by?: string | undefined;
}

/** A step with its hash, and when its approval ends. */
export interface ApprovedStep {
  readonly step: string;
  readonly until: string;
}

const longestBody = 65_536;

/**
 * Takes the approvals of one request, all or none. The caller is whom AWS authenticated; no field of the body says who
 * it is. Throws where the table cannot be reached.
 */
export async function answerApproval(
  event: unknown,
  where: ApprovingTerms,
  store: Pick<ApprovalStore, 'writeApproval'>,
): Promise<Answered> {
  const approver = callerOf(event);
  if (approver === undefined) return refused(403, 'AWS named no caller: sign the request to the function URL');
  const { by } = approver;
  if (methodOf(event) !== 'POST') return refused(405, 'send the steps by POST', by);
  const text = bodyOf(event);
  if (text.length > longestBody) return refused(413, `the body is longer than ${longestBody} characters`, by);
  const request = readApprovalRequest(parsedText(text));
  if (request.kind === 'wrong') return refused(400, wordsOf(request.problems), by);
  const given = await giveApprovals(request.value, approver, where, store);
  if (given.kind === 'wrong') return refused(403, wordsOf(given.problems), by);
  const approved = given.value.map(({ approval: { step, until } }) => ({ step, until }));
  return { statusCode: 200, body: { approved }, by };
}

const refused = (statusCode: Answered['statusCode'], error: string, by?: string): Answered => {
  return { statusCode, body: { error: plainText(error) }, by };
};

const wordsOf = (problems: readonly Problem[]) => problems.map(({ field, todo }) => `${field}: ${todo}`).join('; ');

/** Source: https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html */
function callerOf(event: unknown): Approver | undefined {
  const iam = at(event, 'requestContext', 'authorizer', 'iam');
  const by = iam && textAt(iam, 'userArn');
  const byId = iam && textAt(iam, 'userId');
  return by === undefined ? undefined : { by, ...(byId !== undefined && { byId }), how: 'function-url' };
}

function methodOf(event: unknown): string | undefined {
  const http = at(event, 'requestContext', 'http');
  return http && textAt(http, 'method');
}

function bodyOf(event: unknown): string {
  if (!isJsonObject(event)) return '';
  const body = textAt(event, 'body') ?? '';
  return event['isBase64Encoded'] === true ? Buffer.from(body, 'base64').toString('utf8') : body;
}

function at(event: unknown, ...path: readonly string[]): JsonObject | undefined {
  const found = path.reduce((value: unknown, key) => (isJsonObject(value) ? value[key] : undefined), event);
  return isJsonObject(found) ? found : undefined;
}
