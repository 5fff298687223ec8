import { utcMonths } from 'd3-time';
import type { VNode } from 'preact';
import { numberWords } from '../count-words.ts';
import { calendarBaseline, calendarColumn, calendarOrigin, daysOfBase64, squaresPath } from './browser/calendar.ts';
import { type PageData, shownStates } from './browser/page-data.ts';
import { type Only, onlyNames } from './browser/row-order.ts';
import { type UserView, viewOf } from './browser/user-view.ts';
import { UserRow } from './user-row.tsx';
import { TableRow, userTables } from './user-tables.tsx';

/** So many users stand in the file as markup; the script makes the rows of the others from the data. */
const rowsInMarkup = 100;

const columns: readonly { readonly name: string; readonly title: string; readonly class: string }[] = [
  { name: 'name', title: 'User', class: '' },
  { name: 'state', title: 'State', class: '' },
  { name: 'idleDays', title: 'Idle days', class: 'number' },
  { name: 'lastAt', title: 'Last activity', class: 'wide' },
  { name: 'has', title: 'Active credentials', class: 'middle' },
  { name: 'crosses', title: 'Crosses on', class: 'wide' },
  { name: 'owner', title: 'Owner', class: 'wide' },
];

const sortable = new Set(['name', 'state', 'idleDays', 'lastAt', 'crosses', 'owner']);

/** The table of users with its controls, which only the script shows, and what it copies for further rows. */
export function UsersSection({ data, provider }: { readonly data: PageData; readonly provider: string }) {
  const count = data.users.name.length;
  const views = Array.from({ length: Math.min(count, rowsInMarkup) }, (_, index) => viewOf(data, index));
  return (
    <section aria-labelledby="users">
      <h2 id="users">Users</h2>
      <Controls data={data} />
      {count > rowsInMarkup && (
        <p class="unscripted quiet">
          Without its script this page shows the {rowsInMarkup} most urgent of {numberWords(count)} users. lastseen list
          --format csv lists all of them.
        </p>
      )}
      <table class="users">
        <caption>Each user with its reason. Open the reason for calendar, credentials, services and last call.</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.name}
                scope="col"
                class={column.class}
                aria-sort={sortable.has(column.name) ? 'none' : undefined}
              >
                {sortable.has(column.name) ? <SortButton {...column} /> : column.title}
              </th>
            ))}
          </tr>
        </thead>
        {views.map((view) => (
          <UserRow key={view.anchor} view={view} days={data.days} provider={provider} />
        ))}
      </table>
      <p class="more" hidden>
        <span id="shown" aria-live="polite" />{' '}
        <button type="button" id="show-all">
          Show all
        </button>
      </p>
      <template id="user-row">
        <table>
          <UserRow view={emptyView} days={data.days} provider={provider} />
        </table>
      </template>
      {userTables.map((table) => (
        <template key={table} id={`${table}-row`}>
          <table>
            <tbody>
              <TableRow of={table} texts={new Map()} />
            </tbody>
          </table>
        </template>
      ))}
      <CalendarParts data={data} />
    </section>
  );
}

/** Chromium prints no button in a header that it repeats: on paper the title stands alone. */
const SortButton = ({ name, title }: { readonly name: string; readonly title: string }) => (
  <>
    <button type="button" data-sort={name}>
      {title}
    </button>
    <span class="printed">{title}</span>
  </>
);

const emptyView: UserView = {
  anchor: 'user=',
  state: 'unknown',
  texts: new Map(),
  credentials: [],
  services: [],
  bar: 0,
  activePath: '',
  datesPath: '',
  watchedId: 'watched-0',
};

const onlyTitles: { readonly [only in Only]: string } = {
  notExempt: 'not exempt',
  usable: 'with an active credential',
  quiet: 'quieter than ever',
};

function Controls({ data: { users } }: { readonly data: PageData }) {
  const counts = shownStates.map(
    (state, index) => [state, users.state.filter((each) => each === index).length] as const,
  );
  const unused = (counts[0]?.[1] ?? 0) + (counts[1]?.[1] ?? 0);
  const chips: readonly (readonly [string, string, number])[] = [
    ['all', 'all', users.name.length],
    ['unused', 'unused', unused],
    ...counts.map(([state, count]) => [state, state.replace('-', ' '), count] as const),
  ];
  return (
    <div class="controls" hidden>
      <fieldset class="chips">
        <legend>State</legend>
        {chips.map(([name, title, count]) => (
          <button key={name} type="button" data-state={name} aria-pressed={name === 'all' ? 'true' : 'false'}>
            {title} <b>{numberWords(count)}</b>
          </button>
        ))}
      </fieldset>
      <fieldset class="chips">
        <legend>Only</legend>
        {onlyNames.map((only) => (
          <button key={only} type="button" data-only={only} aria-pressed="false">
            {onlyTitles[only]}
          </button>
        ))}
      </fieldset>
      <label class="search">
        <span>Search</span>
        <input type="search" id="search" placeholder="name, owner, key, event, reason" autocomplete="off" />
      </label>
    </div>
  );
}

/** What all calendars share: frame, months and weekdays, and each set of watched days. */
function CalendarParts({ data }: { readonly data: PageData }): VNode {
  const { firstDay, days, watched } = data;
  const start = new Date(firstDay);
  const end = new Date(start.getTime() + days * 86_400_000);
  const dayOf = (date: Date) => Math.round((date.getTime() - start.getTime()) / 86_400_000);
  const months = utcMonths(start, end).filter((date) => dayOf(date) < days - 14);
  return (
    <svg class="parts" aria-hidden="true" width="0" height="0">
      <defs>
        <g id="calendar-frame">
          {months.map((date) => (
            <text key={date.getTime()} class="label" x={calendarColumn(dayOf(date))} y={calendarOrigin.y - 6}>
              {date.toLocaleDateString('en-US', { month: 'short', timeZone: 'UTC' })}
            </text>
          ))}
          {Object.entries({ Mon: 0, Wed: 2, Fri: 4 }).map(([name, weekday]) => (
            <text key={name} class="label" x="0" y={calendarBaseline(weekday)}>
              {name}
            </text>
          ))}
          <path class="unwatched" d={squaresPath(Array.from({ length: days }, (_, day) => day))} />
        </g>
        {watched.map((bits, index) => (
          <path key={bits} id={`watched-${index}`} d={squaresPath(daysOfBase64(bits))} />
        ))}
      </defs>
    </svg>
  );
}
