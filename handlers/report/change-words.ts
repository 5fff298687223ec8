import type { ChangeKind } from '../../domain/history/change-kinds.ts';

/** The kinds of changes in words. */
export const changeWords: { readonly [kind in ChangeKind]: string } = {
  'became-unused': 'newly unused',
  'active-again': 'back',
  'no-longer-unused': 'no longer unused',
  'became-unknown': 'cannot be judged',
  'known-again': 'can be judged again',
  'state-changed': 'other state',
  'new-user': 'new user',
  gone: 'gone',
  'exemption-began': 'exemption began',
  'exemption-ended': 'exemption ended',
  'new-credential': 'new credential',
  'gone-credential': 'credential gone',
  'credential-became-unused': 'credential newly unused',
  'credential-active-again': 'credential back',
  'credential-activated': 'credential activated',
  'credential-deactivated': 'credential deactivated',
};
