import { dateOfDay, daysOfBase64, ringsPath, squaresPath } from './calendar.ts';
import { type CredentialData, type PageData, type ServiceData, type ShownState, shownStates } from './page-data.ts';

/** Everything that the page shows of one user: texts by the names of their places, empty where there is none. */
export interface UserView {
  /** What a link to the user has behind `#`. */
  readonly anchor: string;
  readonly state: ShownState;
  readonly texts: ReadonlyMap<string, string>;
  /** The rows of the user's own tables. */
  readonly credentials: readonly ReadonlyMap<string, string>[];
  readonly services: readonly ReadonlyMap<string, string>[];
  /** The length of the bar beside the idle days: 0 to 100. */
  readonly bar: number;
  readonly activePath: string;
  readonly datesPath: string;
  /** The id of the drawing of the watched days. */
  readonly watchedId: string;
}

/** The full bar. */
const barDays = 400;

/** The view of the n-th user. */
export function viewOf(data: PageData, index: number): UserView {
  const { users } = data;
  const at = <T>(column: readonly T[], absent: T): T => column[index] ?? absent;
  const active = daysOfBase64(at(users.activeDays, ''));
  const watched = at(users.watched, 0);
  const dates = at(users.dates, []);
  return {
    anchor: anchorOf(data, index),
    state: shownStates[at(users.state, 2)] ?? 'unknown',
    texts: new Map([...rowTexts(data, index), ...proofTexts(data, index), ...calendarTexts(data, index, active)]),
    credentials: at(users.credentials, []).map((one) => credentialTexts(data, one)),
    services: at(users.services, []).map((one) => serviceTexts(data, one)),
    bar: Math.min(100, Math.round(((at(users.idleDays, 0) ?? 0) / barDays) * 100)),
    activePath: squaresPath(active),
    datesPath: ringsPath(dates.map(([day]) => day)),
    watchedId: `watched-${watched}`,
  };
}

/** `user=alice`; with its account where the page has several. */
export function anchorOf({ users, words, severalAccounts }: PageData, index: number): string {
  const name = encodeURIComponent(users.name[index] ?? '');
  return severalAccounts ? `user=${words[users.account[index] ?? 0]}/${name}` : `user=${name}`;
}

type Texts = readonly (readonly [string, string])[];

function rowTexts({ users, words }: PageData, index: number): Texts {
  const word = (column: readonly number[]) => words[column[index] ?? 0] ?? '';
  const idle = users.idleDays[index] ?? null;
  const state = shownStates[users.state[index] ?? 2] ?? 'unknown';
  return [
    ['name', users.name[index] ?? ''],
    ['inAccount', word(users.label)],
    ['state', state.replace('-', ' ')],
    ['isExempt', word(users.exempt) === '' ? '' : 'exempt'],
    ['isQuiet', users.isQuiet[index] === true ? 'quiet' : ''],
    ['idle', idle === null ? '–' : `${idle}`],
    ['lastDay', users.lastAt[index]?.slice(0, 10) || (state === 'idle' ? 'none seen' : 'never seen')],
    ['has', credentialCounts(users.credentials[index] ?? [], words) || noneWords[users.usable[index] ?? 2]],
    ['crosses', users.crosses[index] ?? ''],
    ['owner', word(users.owner)],
    ['reason', users.reason[index] ?? ''],
  ];
}

/** Where no active credential is known: none may be known without there being none. */
const noneWords = { 0: 'none active', 1: 'none active', 2: 'none known' } as const;

/** `password, 2 access keys`: what somebody could still use; empty where no active one is known. */
function credentialCounts(credentials: readonly CredentialData[], words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const [kind, , status] of credentials) {
    const name = words[kind] ?? '';
    if (words[status] === 'active') counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].map(([name, count]) => (count === 1 ? name : `${count} ${name}s`)).join(', ');
}

function proofTexts({ users, words }: PageData, index: number): Texts {
  const word = (column: readonly number[]) => words[column[index] ?? 0] ?? '';
  const account = word(users.account);
  const crosses = users.crosses[index] ?? '';
  return [
    ['arn', users.arn[index] || `arn:aws:iam::${account}:user/${users.name[index] ?? ''}`],
    ['userId', users.userId[index] ?? ''],
    ['created', users.created[index] ?? ''],
    ['lastAt', users.lastAt[index] ?? ''],
    ['call', word(users.call)],
    ['eventId', users.eventId[index] ?? ''],
    ['exempt', word(users.exempt)],
    ['tags', word(users.tags)],
    ['groups', word(users.groups)],
    ['person', word(users.person)],
    ['rhythm', word(users.rhythm)],
    ['hasCredentials', (users.credentials[index] ?? []).length === 0 ? '' : 'yes'],
    ['hasServices', (users.services[index] ?? []).length === 0 ? '' : 'yes'],
    ['servicesAsked', word(users.servicesAsked)],
    ['neverUsed', word(users.neverUsed)],
    ['becomes', crosses === '' ? '' : `${word(users.becomes)} on ${crosses}, if the silence goes on`],
  ];
}

function calendarTexts({ users, words, watched, firstDay }: PageData, index: number, active: readonly number[]): Texts {
  const isActive = new Set(active);
  const seen = daysOfBase64(watched[users.watched[index] ?? 0] ?? '');
  const silent = seen.filter((day) => !isActive.has(day)).length;
  const dates = (users.dates[index] ?? []).map(([day, what]) => `${words[what]} ${dateOfDay(firstDay, day)}`);
  return [
    ['calendar', `Active on ${daysWords(active.length)}, silent and watched on ${daysWords(silent)}.`],
    ['dates', dates.join('; ')],
    ['activeDates', active.map((day) => dateOfDay(firstDay, day)).join(', ')],
  ];
}

const daysWords = (count: number) => `${count} day${count === 1 ? '' : 's'}`;

function credentialTexts({ words }: PageData, credential: CredentialData): ReadonlyMap<string, string> {
  const [kind, id, status, state, created, lastUsed, source, age] = credential;
  const stateName = words[state] ?? '';
  return new Map([
    ['kind', words[kind] ?? ''],
    ['id', id],
    ['status', words[status] ?? ''],
    ['credentialState', stateName.replace('-', ' ')],
    ['credentialCreated', created],
    ['age', age === null ? '' : daysWords(age)],
    ['lastUsed', lastUsed === '' ? (words[source] ?? '') : `${lastUsed}, ${words[source]}`],
  ]);
}

function serviceTexts({ words }: PageData, [service, day, region, allowed]: ServiceData): ReadonlyMap<string, string> {
  return new Map([
    ['service', words[service] ?? ''],
    ['lastAttempt', day],
    ['attemptRegion', words[region] ?? ''],
    ['allowed', allowed === 1 ? 'allow it' : 'no longer allow it'],
  ]);
}
