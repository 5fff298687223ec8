import type { IamUser } from '../../domain/inventory/iam-user.ts';
import { joinPeople } from '../../domain/people/join-people.ts';
import type { StatedPerson } from '../../domain/people/stated-people.ts';
import { verifiesAddresses } from '../../domain/people/verified-address.ts';
import { providerOf } from '../../domain/provider.ts';
import { idleDays } from '../../domain/verdict/assessment.ts';
import type { LastSeenTable } from '../../infra/ports/last-seen-table.ts';
import type { PersonField, PersonReport } from '../report/person-report.ts';
import type { Judged } from '../report/user-report.ts';
import { readVerdicts } from './read-verdicts.ts';

/** The persons of a table, as answers show them. */
export interface PeopleFields {
  /** The field of a user; no field where nobody can be known to be the same. */
  readonly personOf: (user: IamUser) => PersonField;
  /** What the file says that cannot be followed. */
  readonly problems: readonly string[];
}

/** Nobody is joined with anybody. */
export const noPeople: PeopleFields = { personOf: () => ({}), problems: [] };

/**
 * Reads who is who in a table: as the file says, and by addresses where two of its providers verify them. Every account
 * is read for it: a user who is idle here may be active elsewhere.
 */
export async function readPeople(
  table: Pick<LastSeenTable, 'accounts' | 'readRun' | 'assessmentsInState'>,
  stated: readonly StatedPerson[] | undefined,
): Promise<PeopleFields> {
  const verifying = (await table.accounts()).map(providerOf).filter(verifiesAddresses);
  if (stated === undefined && new Set(verifying).size < 2) return noPeople;
  const { found } = await readVerdicts(table, undefined);
  return peopleFields(found, stated ?? []);
}

/** The same of verdicts that were read. */
function peopleFields(found: readonly Judged[], stated: readonly StatedPerson[]): PeopleFields {
  const judged = new Map(found.map((each) => [keyOf(each.assessment.user), each]));
  const users = [...judged.values()].map(({ assessment }) => assessment.user);
  const { personOf, usersOf, problems } = joinPeople(users, stated);
  const reportOf = (user: IamUser): PersonReport | null => {
    const person = personOf(user);
    if (person === undefined) return null;
    const others = usersOf(person.name).filter((each) => each !== user);
    return { ...person, also: others.flatMap((each) => alsoOf(judged.get(keyOf(each)))) };
  };
  const known = (user: IamUser) => judged.get(keyOf(user))?.assessment.user ?? user;
  return { personOf: (user) => ({ person: reportOf(known(user)) }), problems };
}

const keyOf = ({ accountId, userId, arn }: IamUser): string => `${accountId}/${userId ?? arn}`;

function alsoOf(judged: Judged | undefined): PersonReport['also'] {
  if (judged === undefined) return [];
  const { assessment, run } = judged;
  const { accountId, userId = null, userName } = assessment.user;
  return [{ accountId, userId, userName, state: assessment.state, idleDays: idleDays(assessment, run.asOf) ?? null }];
}
