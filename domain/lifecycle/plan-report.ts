/** The message about a plan that nobody carries out: what would be done, and what stands in its way. */

import { type Digest as Message, maxBodyBytes } from '../alerts/digest.ts';
import { type Section, sectionText } from '../alerts/digest-section.ts';
import { plainText, utf8Bytes } from '../plain-text.ts';
import type { UnsealedPlan } from './plan.ts';
import { type Act, acts } from './step.ts';
import type { Digest } from './user-access.ts';

/** What a report says of each act. */
const titles: Readonly<Record<Act, string>> = {
  notice: 'Owners would hear that their users are unused',
  clear: 'Notices would be taken back',
  quarantine: 'Users would be quarantined',
  hold: 'Quarantined users would be held for a person to decide',
  release: 'Users would be released',
};

/** What a plan would do, without its times: a report is published once for the same acts. */
export function actsOf({ accountId, stops, steps }: UnsealedPlan, digest: Digest): string {
  return digest({ accountId, stops, steps: steps.map(({ act, userId, owner }) => ({ act, userId, owner })) });
}

/** The message, within SNS's limits for any names and any number of users. `id` is that of `actsOf`. */
export function planReport(plan: UnsealedPlan, id: string, tableName: string): Message {
  const { accountId, asOf, steps, stops, users } = plan;
  const head = [
    `Lastseen plans for account ${accountId} with ${users} users, and changes nobody: the stack is at the stage plan.`,
    `Made at ${asOf}.`,
    '',
    '',
  ].join('\n');
  const foot = `See why not, for everybody else: lastseen plan --table ${tableName} --verbose`;
  const room = maxBodyBytes - utf8Bytes(head) - utf8Bytes(foot);
  const body = `${head}${sectionText(sectionsOf(plan), room)}${foot}`;
  const counts = acts.flatMap((act) => countOf(act, steps.filter((step) => step.act === act).length));
  const what = counts.length === 0 ? 'nothing to do' : counts.join(', ');
  return { id, subject: `Lastseen ${accountId}: ${stops.length > 0 ? 'stopped' : `would do: ${what}`}`, body };
}

const countOf = (act: Act, count: number): string[] => (count === 0 ? [] : [`${count} to ${act}`]);

function sectionsOf({ steps, stops }: UnsealedPlan): Section[] {
  const byAct = acts.map((act) => ({
    title: titles[act],
    lines: steps.filter((step) => step.act === act).map(lineOf),
  }));
  return [
    { title: 'Nobody comes nearer to a quarantine', lines: stops.map((stop) => `  ${plainText(stop)}`) },
    ...byAct,
  ];
}

const lineOf = ({ userName, userId, owner, reason }: UnsealedPlan['steps'][number]): string =>
  `  ${plainText(`${userName} (${userId}), owner ${owner}: ${reason}`)}`;
