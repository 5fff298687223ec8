import type { Failure } from '../../domain/answer.ts';
import { type Answer, answered, failed, unusable } from '../../domain/answer.ts';
import type { UserId } from '../../domain/ids.ts';
import { type ListedPerson, nextLinkOf, readPeople, readPerson } from '../../domain/providers/entra/inventory.ts';
import type { Graph } from './graph.ts';

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

/** Follows the list page by page, each link as it was given. Never throws: what failed is in the answer. */
export async function readPeopleList(
  graph: Graph,
  root: string,
  withActivity: boolean,
  onPage: (people: number) => void = () => {},
): Promise<GatheredPeople> {
  const people: ListedPerson[] = [];
  const malformed: string[] = [];
  const seen = new Set<string>();
  for (let url: unknown = listUrl(root, withActivity); url !== undefined; ) {
    if (typeof url !== 'string' || seen.has(url)) return { people, malformed, failure: unusable('a link leads back') };
    seen.add(url);
    const page = await graph(url);
    if (page.kind === 'failed') return { people, malformed, failure: page.failure };
    const read = readPeople([page.value]);
    if (read === undefined) return { people, malformed, failure: unusable('a page is no list of users') };
    people.push(...read.people);
    malformed.push(...read.malformed);
    onPage(people.length);
    url = nextLinkOf(page.value);
  }
  return { people, malformed, failure: undefined };
}

/** One user by its id. */
export async function readOnePerson(graph: Graph, root: string, id: UserId): Promise<Answer<ListedPerson>> {
  const answer = await graph(`${root}/v1.0/users/${id}?$select=${fields},signInActivity`);
  if (answer.kind === 'failed') return answer;
  const person = readPerson(answer.value);
  if (typeof person === 'string') return failed(unusable(person));
  return person.objectId === id ? answered(person) : failed(unusable('the answer is of another user'));
}
