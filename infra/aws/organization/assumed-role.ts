import { AssumeRoleCommand, type AssumeRoleCommandOutput, type STSClient } from '@aws-sdk/client-sts';
import { type Answer, answered, failed, unusable } from '../../../domain/answer.ts';
import type { AccountId } from '../../../domain/ids.ts';
import { tryAsk } from '../answer.ts';

/** Credentials of a session; they end within an hour. */
export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** When they end. */
  readonly expiration: Date;
}

/** A role of the same path and name in each account. */
export interface MemberRole {
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
  /** `/lastseen-member`, with its path. */
  readonly role: string;
  /** What the account's CloudTrail calls the session. */
  readonly sessionName: string;
}

/** A session assumed from a role lasts an hour at most, and no account takes longer than Lambda lets it. */
const sessionS = 3600;

/** Assumes the role in an account. Never throws: a refusal is part of the answer. */
export async function assumeMemberRole(
  client: STSClient,
  { partition, role, sessionName }: MemberRole,
  accountId: AccountId,
): Promise<Answer<SessionCredentials>> {
  const request = {
    RoleArn: `arn:${partition}:iam::${accountId}:role${role}`,
    RoleSessionName: sessionName.slice(0, 64),
    DurationSeconds: sessionS,
  };
  const answer = await tryAsk('sts:AssumeRole', () => client.send(new AssumeRoleCommand(request)));
  return answer.kind === 'failed' ? answer : sessionOf(answer.value, accountId);
}

/** A session of another account would find none of the users, as if they were gone. */
function sessionOf(
  { Credentials, AssumedRoleUser }: AssumeRoleCommandOutput,
  accountId: AccountId,
): Answer<SessionCredentials> {
  const [, , , , entered = accountId] = AssumedRoleUser?.Arn?.split(':') ?? [];
  if (entered !== accountId) return unusableSession(`the session is of account ${entered.slice(0, 12)}`);
  const {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    SessionToken: sessionToken,
    Expiration: expiration = new Date(Date.now() + sessionS * 1000),
  } = Credentials ?? {};
  if (accessKeyId === undefined || secretAccessKey === undefined || sessionToken === undefined) {
    return unusableSession('no credentials in the answer');
  }
  return answered({ accessKeyId, secretAccessKey, sessionToken, expiration });
}

const unusableSession = (why: string) => failed(unusable(why), 'sts:AssumeRole');

/** Gives the credentials of a session that holds for a while. */
export type RenewedSession = () => Promise<SessionCredentials>;

/** The SDK asks for new credentials five minutes before the end of those that it has. */
const renewedBeforeMs = 10 * 60_000;

/** Assumes the role again shortly before a session ends, once for all who ask. Throws where that is refused. */
export function renewedSession(
  first: SessionCredentials,
  assume: () => Promise<Answer<SessionCredentials>>,
): RenewedSession {
  let latest = first;
  let renewal: Promise<SessionCredentials> | undefined;
  const renew = async () => {
    const answer = await assume();
    if (answer.kind === 'failed') throw answer.cause ?? new Error(answer.failure.why);
    latest = answer.value;
    return latest;
  };
  return async () => {
    if (latest.expiration.getTime() - Date.now() > renewedBeforeMs) return latest;
    renewal ??= renew().finally(() => {
      renewal = undefined;
    });
    return renewal;
  };
}
