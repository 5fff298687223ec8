import { durationWords, estimateWords } from '../../../domain/backfill/backfill-words.ts';
import { callsASecond } from '../../../infra/aws/iam/ask-for-users.ts';
import { secondsForServices } from '../../../infra/aws/iam/iam-services.ts';
import type { KeyPorts } from '../../ask-for-keys.ts';
import type { ServicesProgress } from '../../ask-for-services.ts';
import type { BackfillProgress } from '../../backfill/backfill-ports.ts';
import { countWords } from '../../report/count-words.ts';
import type { CommonOptions } from '../options/common-options.ts';
import { type ProgressBar, progressBar } from './progress-bar.ts';

/** The progress of one account. */
export interface LiveProgress extends BackfillProgress, Pick<KeyPorts, 'beforeKeys'> {
  readonly services: ServicesProgress;
  stop(): void;
}

/** The progress of several accounts in one bar: how many are done, and the lookups of those that began. */
export function sharedLiveProgress(
  options: CommonOptions,
  accounts: number,
): { ofAccount(): LiveProgress; stop(): void } {
  let [ready, done, total] = [0, 0, 0];
  const words = () =>
    `${ready}/${accounts} accounts, ${done.toLocaleString('en-US')}/${total.toLocaleString('en-US')} lookups`;
  const bar = progressBar(options, accounts, words());
  const update = () => bar.update(ready + (total === 0 ? 0 : done / total) * Math.min(1, accounts - ready), words());
  return {
    ofAccount: () => ({
      start: ({ lookups }) => {
        total += lookups;
        update();
      },
      done: () => {
        done++;
        update();
      },
      services: {
        start: (users) => {
          total += users;
          update();
        },
        done: () => {
          done++;
          update();
        },
      },
      beforeKeys: () => {},
      stop: () => {
        ready++;
        update();
      },
    }),
    stop: () => bar.stop(),
  };
}

/**
 * Says on standard error how long the lookup of users will take, before it starts; on a terminal with a bar and the
 * time left.
 */
export function liveProgress(options: CommonOptions): LiveProgress {
  let bar: ProgressBar | undefined;
  const services = servicesProgress(options, () => bar?.stop());
  let secondsEach = 0;
  let [done, total] = [0, 0];
  const words = () => `${done.toLocaleString('en-US')}/${total.toLocaleString('en-US')} lookups`;
  return {
    start: ({ users, regions, lookups, seconds }) => {
      if (lookups === 0) return;
      if (!options.quiet) process.stderr.write(`lastseen: looking up ${estimateWords(users, regions, seconds)}\n`);
      [total, secondsEach] = [lookups, seconds / lookups];
      bar = progressBar(options, lookups, words());
      bar.update(0, words(), seconds);
    },
    done: () => {
      done++;
      bar?.update(done, words(), (total - done) * secondsEach);
    },
    services,
    beforeKeys: ({ sshKeys, accessKeys }) => {
      services.stop();
      if (options.quiet) return;
      const parts = [
        ...(sshKeys === 0 ? [] : [`SSH keys of ${countWords(sshKeys, 'user')}`]),
        ...(accessKeys === 0 ? [] : [`ids of unused access keys of ${countWords(accessKeys, 'user')}`]),
      ];
      const seconds = Math.ceil((sshKeys + accessKeys) / callsASecond);
      process.stderr.write(`lastseen: asking IAM for ${parts.join(' and ')}: about ${durationWords(seconds)}\n`);
    },
    stop: () => {
      bar?.stop();
      services.stop();
    },
  };
}

/**
 * Says on standard error how long the questions about services will take, before the first one; on a terminal with a
 * bar of its own, in the place of the one before.
 */
function servicesProgress(options: CommonOptions, stopBefore: () => void): ServicesProgress & { stop(): void } {
  let bar: ProgressBar | undefined;
  let [done, total] = [0, 0];
  const words = () => `${countWords(done, 'user')} of ${total.toLocaleString('en-US')} asked about`;
  return {
    start: (users) => {
      stopBefore();
      total = users;
      const seconds = secondsForServices(users);
      const about = `${countWords(users, 'user')} in question: about ${durationWords(seconds)}`;
      if (!options.quiet) process.stderr.write(`lastseen: asking IAM for the services last accessed, ${about}\n`);
      bar = progressBar(options, users, words());
      bar.update(0, words(), seconds);
    },
    done: () => {
      done++;
      bar?.update(done, words(), secondsForServices(total - done));
    },
    stop: () => bar?.stop(),
  };
}
