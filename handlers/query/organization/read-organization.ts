import type { OrganizationId } from '../../../domain/ids.ts';
import { called, unjudgedWords } from '../../../domain/organization/account-words.ts';
import { type OrganizationAccount, readMember } from '../../../domain/organization/organization-account.ts';
import { readOrganizationRun } from '../../../domain/organization/organization-run.ts';
import { rollUp } from '../../../domain/organization/roll-up.ts';
import type { OrganizationStore } from '../../../infra/ports/organization-store.ts';
import { InputError } from '../../input-error.ts';
import type { OrganizationView } from '../../report/organization-report.ts';

/** Reads one organization: one query. Throws InputError where the table knows nothing of it. */
export async function readOrganization(
  table: Pick<OrganizationStore, 'readOrganization'>,
  organizationId: OrganizationId,
): Promise<OrganizationView> {
  const { run: head, members } = await table.readOrganization(organizationId);
  const accounts = members.flatMap((item) => readMember(item) ?? []).sort(byId);
  if (accounts.length === 0 && head === undefined) {
    throw new InputError(`--organization ${organizationId}: the table knows nothing of it; ${howItBegins}`);
  }
  const run = head && readOrganizationRun(head);
  const unread = members.length - accounts.length + (head !== undefined && run === undefined ? 1 : 0);
  return {
    organizationId,
    run,
    totals: rollUp(accounts),
    accounts,
    missing: [
      ...accounts.flatMap((account) => {
        const why = unjudgedWords(account);
        return why === undefined ? [] : [`account ${called(account)}: ${why}`];
      }),
      ...(run?.unlisted ?? []),
      ...(unread === 0 ? [] : [`${unread} entries of the organization were written by another version`]),
    ],
  };
}

const howItBegins = 'lastseen scan --live --organization fills it, and so does the stack of an organization';

const byId = (a: OrganizationAccount, b: OrganizationAccount) => (a.accountId < b.accountId ? -1 : 1);
