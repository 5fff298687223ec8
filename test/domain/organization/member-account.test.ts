import { describe, expect, it } from 'vitest';
import { readAccountList } from '../../../domain/organization/account-list.ts';
import { accountStateIn, isClosed, isInService, stateWords } from '../../../domain/organization/member-account.ts';
import { account } from '../builders.ts';

describe('the state of an account', () => {
  it.each([
    [{ State: 'ACTIVE', Status: 'SUSPENDED' }, { state: 'ACTIVE' }],
    [{ Status: 'SUSPENDED' }, { state: 'SUSPENDED' }],
    [{ State: 'PENDING_CLOSURE' }, { state: 'PENDING_CLOSURE' }],
    [{ State: 'FROZEN' }, { state: 'UNRECOGNIZED', stateText: 'FROZEN' }],
    [{ State: '', Status: 7 }, { state: 'UNRECOGNIZED' }],
    [null, { state: 'UNRECOGNIZED' }],
  ])('of %j is %j: State counts, else Status, and no state is dropped', (listed, state) => {
    expect(accountStateIn(listed)).toEqual(state);
  });

  it('is tried where it is active or not known, and closed only where AWS says so', () => {
    const words = ['ACTIVE', 'PENDING_ACTIVATION', 'SUSPENDED', 'PENDING_CLOSURE', 'CLOSED', 'FROZEN'];
    const states = words.map((State) => accountStateIn({ State }));
    expect(states.map(isInService)).toEqual([true, false, false, false, false, true]);
    expect(states.map(isClosed)).toEqual([false, false, true, false, true, false]);
    expect(states.map(stateWords).slice(3)).toEqual([
      'pending closure',
      'closed',
      'in the state FROZEN, which is not known',
    ]);
    expect(stateWords(accountStateIn({ State: 'A\u001b[2J' }))).toContain('A\\u{1b}[2J');
    expect(stateWords({ state: 'UNRECOGNIZED' })).toBe('without a state');
  });
});

it('a list of accounts keeps the state of each, and reports what is no account', () => {
  const Accounts = [{ Id: '111122223333', Name: 'Payments', State: 'ACTIVE' }, { Id: 111122224444 }, { Id: 'x' }];
  expect(readAccountList([{ Accounts }])).toEqual({
    accounts: [
      { accountId: account('111122223333'), name: 'Payments', state: 'ACTIVE' },
      { accountId: account('111122224444'), name: '111122224444', state: 'UNRECOGNIZED' },
    ],
    malformed: ['Accounts[2]: Id is not the 12 digits of an account'],
    truncated: false,
  });
});
