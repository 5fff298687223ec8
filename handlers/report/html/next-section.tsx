import { scaleLinear } from 'd3-scale';
import { countWords } from '../count-words.ts';
import type { UserReport } from '../user-report.ts';
import { OutsideText } from './outside-text.tsx';

const weeks = 8;
const namesShown = 4;

type CrossingUser = Pick<UserReport, 'userName' | 'crossesThreshold'>;

/** Who crosses the threshold in which week from the day of the run on, if the silence goes on. */
export function crossingsByWeek(users: readonly CrossingUser[]): readonly (readonly CrossingUser[])[] {
  const byDay = users
    .filter(({ crossesThreshold }) => crossesThreshold !== null)
    .toSorted((a, b) => (a.crossesThreshold?.inDays ?? 0) - (b.crossesThreshold?.inDays ?? 0));
  return Array.from({ length: weeks }, (_, week) =>
    byDay.filter(({ crossesThreshold }) => Math.floor((crossesThreshold?.inDays ?? -1) / 7) === week),
  );
}

/** The table of the weeks ahead; it is arithmetic and says so. */
export function NextSection({ users }: { readonly users: readonly CrossingUser[] }) {
  const all = crossingsByWeek(users);
  const most = Math.max(1, ...all.map((week) => week.length));
  const length = scaleLinear([0, most], [0, 100]);
  const within = all.reduce((sum, week) => sum + week.length, 0);
  return (
    <section class="sheet" aria-labelledby="next">
      <h2 id="next">Who crosses the threshold next</h2>
      <div class="scroll">
        <table class="weeks">
          <caption>
            {`${countWords(within, 'user')} within ${weeks} weeks, if the silence goes on. This is arithmetic, no guess.`}
          </caption>
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
            {all.map((week, index) => (
              <tr key={weekWords(index)}>
                <th scope="row">{weekWords(index)}</th>
                <td class="number">{week.length}</td>
                <td class="wide">
                  <svg class="bar idle" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
                    <rect class="fill" width={Math.round(length(week.length))} height="4" />
                  </svg>
                </td>
                <td class="names">
                  {week.slice(0, namesShown).map(({ userName }, place) => (
                    <>
                      {place > 0 && ', '}
                      <OutsideText text={userName} />
                    </>
                  ))}
                  {week.length > namesShown && ` and ${week.length - namesShown} more`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

const weekWords = (index: number) => (index === 0 ? 'Days 0 to 6' : `Days ${index * 7} to ${index * 7 + 6}`);
