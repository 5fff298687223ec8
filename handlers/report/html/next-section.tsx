import { scaleLinear } from 'd3-scale';
import { countWords, numberWords } from '../count-words.ts';
import type { ForecastReport } from '../forecast-report.ts';
import { pageWeeks } from '../page-report.ts';
import type { UserReport } from '../user-report.ts';
import { OutsideText } from './outside-text.tsx';
import type { AccountLabels } from './user-name.tsx';

const namesShown = 4;

type CrossingUser = Pick<UserReport, 'accountId' | 'userName' | 'crossesThreshold'>;

/** Who crosses the threshold in which week from the day of the run on, if the silence goes on; the first one first. */
function crossingsByWeek(users: readonly CrossingUser[]): readonly (readonly CrossingUser[])[] {
  const crossing = users
    .flatMap((user) => (user.crossesThreshold === null ? [] : [{ user, inDays: user.crossesThreshold.inDays }]))
    .sort((a, b) => a.inDays - b.inDays);
  return Array.from({ length: pageWeeks }, (_, week) =>
    crossing.filter(({ inDays }) => Math.floor(inDays / 7) === week).map(({ user }) => user),
  );
}

interface NextProps {
  readonly users: readonly CrossingUser[];
  readonly forecast: ForecastReport;
  readonly labels: AccountLabels;
}

/** The table of the weeks ahead; it is arithmetic and says so. Below it, how silences of the account ended before. */
export function NextSection({ users, forecast: { weeks, silences }, labels }: NextProps) {
  const byWeek = crossingsByWeek(users);
  const within = weeks.reduce((sum, { crossing }) => sum + crossing, 0);
  return (
    <section class="sheet" aria-labelledby="next">
      <h2 id="next">Who crosses the threshold next</h2>
      <p class="quiet">
        {`${countWords(within, 'user')} within ${weeks.length} weeks, if the silence goes on. This is arithmetic, no guess.`}
      </p>
      {within > 0 && <Weeks weeks={weeks.filter(({ crossing }) => crossing > 0)} byWeek={byWeek} />}
      {silences.map(({ accountId, words }) => (
        <p key={accountId} class="quiet">
          <OutsideText text={[labels(accountId), words].filter((part) => part !== undefined).join(': ')} />.
        </p>
      ))}
    </section>
  );
}

interface WeeksProps {
  /** Those in which somebody crosses. */
  readonly weeks: ForecastReport['weeks'];
  readonly byWeek: ReturnType<typeof crossingsByWeek>;
}

function Weeks({ weeks, byWeek }: WeeksProps) {
  const length = scaleLinear([0, Math.max(...weeks.map(({ crossing }) => crossing))], [0, 100]);
  return (
    <div class="scroll">
      <table class="weeks">
        <caption class="hidden">The weeks in which somebody crosses</caption>
        <thead>
          <tr>
            <th scope="col">Week</th>
            <th scope="col" class="number">
              Users
            </th>
            <th scope="col" class="wide">
              <span class="hidden">Share</span>
            </th>
            <th scope="col">First of them</th>
          </tr>
        </thead>
        <tbody>
          {weeks.map(({ week, crossing }) => (
            <Week key={week} week={week} crossing={crossing} bar={length(crossing)} users={byWeek[week - 1] ?? []} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface WeekProps {
  readonly week: number;
  readonly crossing: number;
  readonly bar: number;
  readonly users: readonly CrossingUser[];
}

function Week({ week, crossing, bar, users }: WeekProps) {
  return (
    <tr>
      <th scope="row" class="line">{`Days ${(week - 1) * 7} to ${week * 7 - 1}`}</th>
      <td class="number">{numberWords(crossing)}</td>
      <td class="wide">
        <svg class="bar idle" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
          <rect class="fill" width={Math.round(bar)} height="4" />
        </svg>
      </td>
      <td class="names">
        {users.slice(0, namesShown).map(({ userName }, place) => (
          <>
            {place > 0 && ', '}
            <OutsideText text={userName} />
          </>
        ))}
        {users.length > namesShown && ` and ${numberWords(users.length - namesShown)} more`}
      </td>
    </tr>
  );
}
