/** Checks of this machine: its clock and its versions. */

import type { Answer } from '../answer.ts';
import { plainText } from '../plain-text.ts';
import { examine, type Finding, fail, ok } from './finding.ts';

/** A clock that differs from AWS's makes verdicts wrong. AWS itself refuses requests at 15 minutes. */
const skewSeconds = 300;

/** The clocks of AWS and of this machine at one moment, in milliseconds since 1970. */
export interface ClockReading {
  readonly awsMs: number;
  readonly localMs: number;
}

/** Compares this machine's clock with AWS's. */
export function checkClock(aws: Answer<ClockReading>): readonly Finding[] {
  return examine('clock', aws, ({ awsMs, localMs }) => {
    const seconds = Math.round(Math.abs(localMs - awsMs) / 1000);
    if (seconds <= skewSeconds) return [ok('clock', `within ${Math.max(1, seconds)} s of AWS`)];
    return [
      fail('clock', `${seconds} s ${localMs > awsMs ? 'ahead of' : 'behind'} AWS`, 'set the clock of this machine'),
    ];
  });
}

const oldestNode = [20, 12] as const;

/** Checks that the version of Node is new enough. */
export function checkVersions(lastseen: string, node: string): readonly Finding[] {
  const [major = 0, minor = 0] = node.replace(/^v/, '').split('.').map(Number);
  const isOld = major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1]);
  const says = `Lastseen ${plainText(lastseen)} on Node ${plainText(node)}`;
  return [isOld ? fail('versions', says, `use Node ${oldestNode.join('.')} or newer`) : ok('versions', says)];
}
