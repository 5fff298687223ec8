import type { AccountSettings, SettingsVersion } from '../../../domain/accounts/account-settings.ts';
import { now } from '../builders.ts';

/** A version of an account's settings. */
export const settingsVersion = (version: number, settings: AccountSettings = {}): SettingsVersion => {
  return { version, at: now, by: 'arn:aws:iam::123456789012:user/olive', settings };
};
