import type { State } from '../../domain/verdict/state.ts';

/** The person to whom a user belongs, and the person's other users with their own verdicts. */
export interface PersonReport {
  readonly name: string;
  readonly by: 'file' | 'address';
  readonly also: readonly {
    readonly accountId: string;
    readonly userId: string | null;
    readonly userName: string;
    readonly state: State;
    readonly idleDays: number | null;
  }[];
}

/** The person as a field; no field where nobody can be known to be the same. */
export interface PersonField {
  readonly person?: PersonReport | null;
}

const shownUsers = 5;

/** `Alice; also alice@example.com in C03az79cb, active`; empty where nobody says whose the user is. */
export function personWords({ person }: PersonField): string {
  if (person == null) return '';
  const others = person.also.slice(0, shownUsers).map(({ accountId, userName, state, idleDays }) => {
    const days = idleDays === null || state === 'active' ? '' : ` for ${idleDays} days`;
    return `${userName} in ${accountId}, ${state.replace('-', ' ')}${days}`;
  });
  const more = person.also.length - others.length;
  const also = [...others, ...(more > 0 ? [`${more} more`] : [])];
  const name = person.by === 'address' ? `${person.name}, by the address alone` : person.name;
  return also.length === 0 ? name : `${name}; also ${also.join('; ')}`;
}
