import type { UserAlarm } from '../../domain/alerts/user-alarms.ts';

/** Stores the users' alarms. Every method throws where the store cannot be reached. */
export interface UserAlarmStore {
  /** Every alarm whose name begins with the prefix. */
  list(prefix: string): Promise<UserAlarm[]>;
  /** Creates or replaces alarms. */
  put(alarms: readonly UserAlarm[]): Promise<void>;
  /** Deletes alarms; one that does not exist is ignored. */
  remove(names: readonly string[]): Promise<void>;
}
