import type { UserAlarm } from '../../domain/alerts/user-alarms.ts';

/** Where the users' alarms are. Every method throws where it cannot be reached. */
export interface UserAlarmStore {
  /** Every alarm whose name begins with the prefix. */
  list(prefix: string): Promise<UserAlarm[]>;
  /** Creates or replaces alarms. */
  put(alarms: readonly UserAlarm[]): Promise<void>;
  /** Deletes alarms; one that is not there is no failure. */
  remove(names: readonly string[]): Promise<void>;
}
