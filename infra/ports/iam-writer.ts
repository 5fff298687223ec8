import type { Failure } from '../../domain/answer.ts';
import type { IamCall } from '../../domain/lifecycle/step.ts';

/** How a call ended, with IAM's id of the request: CloudTrail's record of the call has it too. */
export type CallAnswer =
  | { readonly kind: 'done'; readonly requestId: string | undefined }
  | { readonly kind: 'failed'; readonly requestId: string | undefined; readonly failure: Failure };

/** Changes users in IAM: their tags and their attached policies, and nothing else. */
export interface IamWriter {
  /** Sends one call. Never throws: a failure is in the answer. An answer that was lost is a failure, too. */
  send(call: IamCall): Promise<CallAnswer>;
}
