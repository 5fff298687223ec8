import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listOrganization } from '../../../../infra/aws/organization/organizations.ts';
import { type AwsJsonServer, Refusal, startAwsJsonServer } from '../../../fakes/aws-json-server.ts';

type Asked = Readonly<Record<string, unknown>>;
type Page = readonly [ids: readonly string[], next?: string];

const [one, two, three] = ['111111111111', '222222222222', '333333333333'];
const accountsOf = (ids: readonly string[]) => ids.map((Id) => ({ Id, Name: `n${Id[0]}`, State: 'ACTIVE' }));

/** An organization with one unit below its root; the pages of the list by their token. */
let pages: Readonly<Record<string, Page>>;
let below: Readonly<Record<string, readonly string[]>>;
let server: AwsJsonServer;
let client: OrganizationsClient;

const pageOf = ([ids, NextToken]: Page) => ({ Accounts: accountsOf(ids), ...(NextToken && { NextToken }) });
const actions = {
  ListAccounts: ({ NextToken = '' }: Asked) => pageOf(pages[`${NextToken}`] ?? [[]]),
  ListRoots: () => ({ Roots: [{ Id: 'r-ab12' }] }),
  ListAccountsForParent: ({ ParentId }: Asked) => pageOf([below[`${ParentId}`] ?? missing()]),
  ListOrganizationalUnitsForParent: ({ ParentId }: Asked) => ({
    OrganizationalUnits: ParentId === 'r-ab12' ? [{ Id: 'ou-1', Name: 'Lab' }, { Id: 'ou-gone' }] : [],
  }),
};

function missing(): never {
  throw new Refusal('ParentNotFoundException');
}

describe('the list of an organization', () => {
  beforeAll(async () => {
    const named = Object.entries(actions).map(([name, action]) => [`AWSOrganizationsV20161128.${name}`, action]);
    server = await startAwsJsonServer(Object.fromEntries(named));
    client = new OrganizationsClient({ region: 'us-east-1', ...server.config });
  });
  afterAll(() => server.stop());
  beforeEach(() => {
    pages = { '': [[one], 'a'], a: [[], 'b'], b: [[one, two]] };
    below = { 'r-ab12': [one], 'ou-1': [two] };
    server.refuse = () => undefined;
  });

  it('goes on after an empty page, has each account once, and goes on without a unit deleted meanwhile', async () => {
    expect(await listOrganization(client)).toEqual({
      malformed: [],
      unplaced: [],
      accounts: [
        { accountId: one, name: 'n1', state: 'ACTIVE', unit: '' },
        { accountId: two, name: 'n2', state: 'ACTIVE', unit: 'Lab' },
      ],
    });
  });

  it('misses no account that moves or joins while pages are read: the list or the units have it', async () => {
    below = { 'r-ab12': [one], 'ou-1': [three] };
    const { accounts } = await listOrganization(client);
    expect(accounts.map(({ accountId, unit }) => [accountId, unit])).toEqual([
      [one, ''],
      [two, undefined],
      [three, 'Lab'],
    ]);
  });

  it('is none where its pages repeat themselves', async () => {
    pages = { '': [[one], 'a'], a: [[two], 'b'], b: [[], 'a'] };
    await expect(listOrganization(client)).rejects.toThrow('the list repeats itself');
  });

  it('is none where a page is refused', async () => {
    server.refuse = () => (server.calls.length > 1 ? new Refusal('AccessDeniedException') : undefined);
    server.calls.length = 0;
    await expect(listOrganization(client)).rejects.toThrow('told to');
  });

  it('says so where the units are denied, and is none where their answer is only late', async () => {
    const refuseUnits = (code: string) => (call: string) =>
      call.includes('ForParent') ? new Refusal(code) : undefined;
    server.refuse = refuseUnits('AccessDeniedException');
    const { accounts, unplaced } = await listOrganization(client);
    expect(accounts.map(({ unit }) => unit)).toEqual([undefined, undefined]);
    expect(unplaced).toEqual([expect.stringContaining('(AccessDeniedException); accounts keep the place')]);
    server.refuse = refuseUnits('TooManyRequestsException');
    await expect(listOrganization(client)).rejects.toThrow('told to');
  });
});
