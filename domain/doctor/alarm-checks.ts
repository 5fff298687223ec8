/** Checks of the alarms and of the topic's subscriptions. */

import type { Answer } from '../answer.ts';
import { plainText } from '../plain-text.ts';
import { examine, type Finding, fail, ok, warn } from './finding.ts';

export interface AlarmFacts {
  readonly name: string;
  /** The state that CloudWatch reports. */
  readonly state: string | undefined;
  readonly notifies: boolean;
}

/** Checks that every alarm of the stack exists and notifies someone. Reports each alarm that is in ALARM. */
export function checkAlarms(answer: Answer<readonly AlarmFacts[]>, expected: readonly string[]): readonly Finding[] {
  return examine('alarms', answer, (alarms) => {
    if (expected.length === 0) return [warn('alarms', 'the stack has no alarms', 'deploy again: npm run deploy')];
    const byName = new Map(alarms.map((alarm) => [alarm.name, alarm]));
    const findings = expected.flatMap((wanted): Finding[] => {
      const alarm = byName.get(wanted);
      const name = plainText(wanted);
      if (alarm === undefined) return [fail('alarms', `${name} is gone`, 'deploy again: npm run deploy')];
      if (!alarm.notifies) {
        return [
          fail(
            'alarms',
            `${name} notifies nobody`,
            `aws cloudwatch enable-alarm-actions --alarm-names ${name}, or deploy again`,
          ),
        ];
      }
      if (alarm.state !== 'ALARM') return [];
      return [warn('alarms', `${name} is in ALARM`, 'look it up in infra/stack/README.md, "Alarms: what to do"')];
    });
    return findings.length > 0 ? findings : [ok('alarms', `${expected.length} alarms, none in state ALARM`)];
  });
}

/** How many subscriptions of a topic were confirmed, and how many wait for it. */
export interface SubscriptionFacts {
  readonly confirmed: number;
  readonly pending: number;
}

/** Checks that someone receives what is sent to the topic. */
export function checkSubscriptions(answer: Answer<SubscriptionFacts>): readonly Finding[] {
  return examine('subscriptions', answer, ({ confirmed, pending }) => {
    const waiting = `${pending} subscription${pending === 1 ? ' waits' : 's wait'} to be confirmed`;
    if (confirmed > 0 && pending === 0) return [ok('subscriptions', `${confirmed} confirmed`)];
    if (pending > 0)
      return [
        warn('subscriptions', `${confirmed} confirmed, ${waiting}`, 'confirm by the link in the message from AWS'),
      ];
    return [
      warn('subscriptions', 'nobody gets the digest and the alarms', 'subscribe by infra/stack/README.md, "Subscribe"'),
    ];
  });
}
