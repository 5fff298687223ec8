import { STSClient } from '@aws-sdk/client-sts';
import type { ApprovalRequest } from '../../../../../domain/approvals/approval-request.ts';
import { isJsonObject, parsedText, textAt } from '../../../../../domain/json.ts';
import { plainText } from '../../../../../domain/plain-text.ts';
import { isListOf, isObjectOf, isText } from '../../../../../domain/shape.ts';
import { postSigned, regionOfUrl, type UrlAnswer } from '../../../../../infra/aws/approvals/signed-request.ts';
import { failureOf } from '../../../../../infra/aws/failure.ts';
import { useProfile } from '../../../../aws-profile.ts';
import { LiveFailure } from '../../../../aws-unavailable.ts';
import { InputError } from '../../../../input-error.ts';
import type { ApprovedStep } from '../../../../lifecycle/approvals/answer-approval.ts';
import { homeRegion } from '../../../live-session.ts';

/** The address of a function. Throws InputError where it is none, or credentials could be read on the way. */
export function functionUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLocal = url?.hostname === '127.0.0.1' || url?.hostname === 'localhost';
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLocal)) return url;
  throw new InputError(`--url ${text}: give the function URL of the function approve, https://...on.aws/`);
}

const isApproved = isListOf(isObjectOf<ApprovedStep>({ step: isText, until: isText }));

/**
 * Asks the function to approve, signed with the caller's credentials, and answers what it approved. Throws InputError
 * where it refuses, LiveFailure where it does not answer.
 */
export async function sendApproval(
  url: URL,
  request: ApprovalRequest,
  profile: string | undefined,
): Promise<readonly ApprovedStep[]> {
  if (profile !== undefined) await useProfile(profile);
  const region = regionOfUrl(url) ?? (await homeRegion(profile));
  const sts = new STSClient({ region });
  const answer = await postSigned(url, JSON.stringify(request), { credentials: sts.config.credentials, region })
    .catch((error: unknown) => {
      throw new LiveFailure(`${url.host} did not answer (${failureOf(error).why}); try again`, true, error);
    })
    .finally(() => sts.destroy());
  return approvedIn(url, answer);
}

/** What an address answers is a stranger's text. */
const longestWords = 500;

function approvedIn({ host }: URL, { status, text }: UrlAnswer): readonly ApprovedStep[] {
  const body = parsedText(text);
  const approved = isJsonObject(body) ? body['approved'] : undefined;
  if (status === 200 && isApproved(approved)) return approved;
  const said = isJsonObject(body)
    ? (textAt(body, 'error') ?? textAt(body, 'Message') ?? textAt(body, 'message'))
    : undefined;
  const words = `${host} answered ${status}${said === undefined ? '' : `: ${plainText(said).slice(0, longestWords)}`}`;
  if (status >= 500 || status === 429) throw new LiveFailure(`${words}; try again`, true, undefined);
  throw new InputError(status === 403 && said === undefined ? `${words}: may these credentials call it?` : words);
}
