import { type Answer, answered, type Failure, failed, unusable } from '../../domain/answer.ts';
import type { UserId } from '../../domain/ids.ts';
import type { JsonObject } from '../../domain/json.ts';
import { type ListedPerson, nextLinkOf, readPeople, readPerson } from '../../domain/providers/entra/inventory.ts';
import { readPages } from '../http/pages.ts';
import type { ReadJson } from '../http/requests.ts';

/** The whole list of users, or the part that came. `failure` says why it is incomplete. */
export interface GatheredPeople {
  readonly people: readonly ListedPerson[];
  readonly malformed: readonly string[];
  readonly failure: Failure | undefined;
}

const fields = 'id,userPrincipalName,accountEnabled,createdDateTime,userType,externalUserState,onPremisesSyncEnabled';

/** Microsoft takes no greater page where the activity is asked for. */
const pageSize = 500;

/** The address of the first page of the list. */
export const listUrl = (root: string, withActivity: boolean, size = pageSize): string =>
  `${root}/v1.0/users?$top=${size}&$select=${fields}${withActivity ? ',signInActivity' : ''}`;

/** Reads the list page by page. A list of nobody is none. Never throws: what failed is in the answer. */
export async function readPeopleList(
  graph: ReadJson,
  root: string,
  withActivity: boolean,
  onPage: (people: number) => void = () => {},
): Promise<GatheredPeople> {
  const people: ListedPerson[] = [];
  const malformed: string[] = [];
  const take = (page: JsonObject) => {
    const read = readPeople([page]);
    if (read === undefined) return 'a page is no list of users';
    people.push(...read.people);
    malformed.push(...read.malformed);
    onPage(people.length);
    return undefined;
  };
  const failure = await readPages(graph, listUrl(root, withActivity), { nextOf: nextLinkOf, take });
  return {
    people,
    malformed,
    failure: failure ?? (people.length === 0 ? unusable('the list names nobody') : undefined),
  };
}

/** One user by its id. */
export async function readOnePerson(graph: ReadJson, root: string, id: UserId): Promise<Answer<ListedPerson>> {
  const answer = await graph(`${root}/v1.0/users/${id}?$select=${fields},signInActivity`);
  if (answer.kind === 'failed') return answer;
  const person = readPerson(answer.value);
  if (typeof person === 'string') return failed(unusable(person));
  return person.objectId === id ? answered(person) : failed(unusable('the answer is of another user'));
}
