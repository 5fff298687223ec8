import type { AccountId, UserId } from '../../../domain/ids.ts';
import type { Credential, IamUser, LastUse } from '../../../domain/inventory/iam-user.ts';
import { parseSettings } from '../../../domain/settings/settings.ts';
import { type Instant, plusDays } from '../../../domain/time.ts';
import { scan } from '../../../handlers/scan/scan.ts';
import type { LastSeenTable } from '../../../infra/ports/last-seen-table.ts';
import { iamUser, now, password, usedAt } from '../../domain/builders.ts';
import { okOf } from '../../domain/ok-of.ts';
import { objectId, tenant } from '../../domain/providers/entra/builders.ts';
import { project, serviceAccountId } from '../../domain/providers/gcp/builders.ts';
import { customer, profileId } from '../../domain/providers/google/builders.ts';
import { memoryLastSeenTable } from '../../fakes/memory-last-seen-table.ts';

const yesterday = plusDays(now, -1);

const foreign = (accountId: AccountId, userId: UserId, userName: string, credential: Partial<Credential>): IamUser =>
  iamUser({
    accountId,
    userId,
    userName,
    arn: `key:${accountId}/${userId}`,
    credentials: [{ ...password(), kind: 'sign-in', id: 'sign-in', ...credential }],
    sshKeysListed: true,
  });

/** One user of each provider: alice of AWS, Entra ID and Google, and a service account. */
function usersAt(at: Instant): IamUser[] {
  const use = (kind: 'idle' | 'active'): LastUse => usedAt(plusDays(now, kind === 'idle' ? -90 : -2));
  const backup: LastUse = at === now ? { kind: 'not-since', since: plusDays(now, -120) } : use('active');
  return [
    iamUser({ credentials: [password({ lastUse: use('active') })] }),
    foreign(tenant(), objectId(), 'Alice@example.com', { lastUse: use('idle'), reportedBy: 'entra-sign-in-activity' }),
    foreign(customer(), profileId(), 'alice@example.com', { lastUse: use('active'), reportedBy: 'google-last-login' }),
    foreign(project(), serviceAccountId(), 'backup@my-project.iam.gserviceaccount.com', {
      ...{ kind: 'authentication', id: 'authentication', lastUse: backup, reportedBy: 'gcp-last-authentication' },
    }),
  ];
}

async function scanAt(at: Instant, table: LastSeenTable) {
  const users = usersAt(at);
  const accounts = users.map(({ accountId }) => accountId);
  const nothing = { roots: [], missing: [], incomplete: [], notJudged: [], notes: [], regionsOf: () => [] };
  await scan(undefined, { users, accounts, ...nothing }, okOf(parseSettings({ now: at }, at)), table);
}

/** A table after two runs over four accounts, each of another provider. */
export async function fourProviders(): Promise<LastSeenTable> {
  const table = memoryLastSeenTable();
  await scanAt(yesterday, table);
  await scanAt(now, table);
  return table;
}
