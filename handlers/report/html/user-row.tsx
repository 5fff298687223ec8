import { calendarSize } from './browser/calendar.ts';
import type { UserView } from './browser/user-view.ts';
import { Credentials, Services } from './user-tables.tsx';
import { has, Text } from './user-text.tsx';

interface OfUser {
  readonly view: UserView;
  readonly days: number;
  /** Who dates uses without a log: `IAM`. */
  readonly provider: string;
}

/** The template has a place for every text. */
const isTemplate = ({ texts }: UserView) => texts.size === 0;

/** One user: a row of the table, and below it the reason, which opens into the proof. */
export function UserRow({ view, days, provider }: OfUser) {
  return (
    <tbody class="user" id={view.anchor === 'user=' ? undefined : view.anchor}>
      <tr>
        <th scope="row">
          <Text view={view} of="name" />
          <span class="quiet account" data-if="inAccount" hidden={!has(view, 'inAccount')}>
            <Text view={view} of="inAccount" />
          </span>
        </th>
        <td>
          <span class={`state ${view.state}`}>
            <Text view={view} of="state" />
          </span>
          <span class="tag" data-if="isExempt" hidden={!has(view, 'isExempt')}>
            exempt
          </span>
          <span class="tag" data-if="isQuiet" hidden={!has(view, 'isQuiet')}>
            quiet
          </span>
        </td>
        <td class="number">
          <Text view={view} of="idle" />
          <svg class={`bar ${view.state}`} viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
            <rect class="track" width="100" height="4" />
            <rect class="fill" width={view.bar} height="4" />
          </svg>
        </td>
        <td class="wide">
          <Text view={view} of="lastDay" />
        </td>
        <td class="middle">
          <Text view={view} of="has" />
        </td>
        <td class="wide">
          <Text view={view} of="crosses" />
        </td>
        <td class="wide">
          <Text view={view} of="owner" />
        </td>
      </tr>
      <tr class="why">
        <td colSpan={7}>
          <details>
            <summary>
              <Text view={view} of="reason" />
            </summary>
            <Proof view={view} days={days} provider={provider} />
          </details>
        </td>
      </tr>
    </tbody>
  );
}

const facts: readonly (readonly [string, string])[] = [
  ['call', 'Last call'],
  ['eventId', 'Event id'],
  ['lastAt', 'Last activity'],
  ['rhythm', 'Rhythm'],
  ['becomes', 'Becomes'],
  ['exempt', 'Exempt'],
  ['person', 'Person'],
  ['owner', 'Owner'],
  ['tags', 'Tags'],
  ['groups', 'Groups'],
  ['created', 'Created'],
  ['userId', 'Unique id'],
  ['arn', 'ARN'],
];

function Proof({ view, days, provider }: OfUser) {
  return (
    <div class="proof">
      <Calendar view={view} days={days} provider={provider} />
      <Credentials view={view} />
      <Services view={view} />
      <dl>
        {facts
          .filter(([name]) => isTemplate(view) || has(view, name))
          .map(([name, title]) => (
            <div key={name} data-if={name} hidden={!has(view, name)}>
              <dt>{title}</dt>
              <dd>
                <Text view={view} of={name} />
              </dd>
            </div>
          ))}
      </dl>
    </div>
  );
}

function Calendar({ view, days, provider }: OfUser) {
  const { width, height } = calendarSize(days);
  return (
    <figure>
      <svg class="calendar" viewBox={`0 0 ${width} ${height}`} role="img">
        <title>Calendar of the last year, a column a week; the text below says the same</title>
        <use href="#calendar-frame" />
        <use class="watched" href={`#${view.watchedId}`} />
        <path class="active" d={view.activePath} />
        <path class="dates" d={view.datesPath} />
      </svg>
      <figcaption>
        <span class="key active">active</span>
        <span class="key watched">silent and watched</span>
        <span class="key unwatched">not watched</span>
        <span class="key dates">{`${provider}’s own date`}</span>
        <p>
          <Text view={view} of="calendar" />{' '}
          <span data-if="dates" hidden={!has(view, 'dates')}>
            {`${provider}’s own dates: `}
            <Text view={view} of="dates" />.
          </span>
        </p>
        <details data-if="activeDates" hidden={!has(view, 'activeDates')}>
          <summary>Days with activity</summary>
          <p>
            <Text view={view} of="activeDates" />
          </p>
        </details>
      </figcaption>
    </figure>
  );
}
