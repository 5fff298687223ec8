import { expect, test } from 'vitest';
import { changeLines, choiceLines, parameterChanges } from '../../../domain/settings/parameter-changes.ts';

const live = new Map([
  ['ThresholdDays', '60'],
  ['NotificationEmail', 'security@example.com'],
  ['AlarmCap', '50'],
]);
const next = new Map([
  ['ThresholdDays', '90'],
  ['NotificationEmail', ''],
  ['AlarmCap', '50'],
]);
const changesWith = (given: readonly (readonly [string, string])[]) =>
  parameterChanges(live, next, new Map(given)).map(({ name }) => name);

test('a parameter that falls back to its default, or changes, is a change; one that stays is none', () => {
  expect(parameterChanges(live, next, new Map())).toEqual([
    { name: 'ThresholdDays', live: '60', next: '90' },
    { name: 'NotificationEmail', live: 'security@example.com', next: '' },
  ]);
});

test('a value that was given is asked for, unless the package has another one', () => {
  expect(changesWith([['ThresholdDays', '90']])).toEqual(['NotificationEmail']);
  expect(changesWith([['ThresholdDays', '30']])).toEqual(['ThresholdDays', 'NotificationEmail']);
});

test('a first deployment changes nothing, nor does a parameter that this version adds or no longer has', () => {
  expect(parameterChanges(new Map(), next, new Map())).toEqual([]);
  expect(parameterChanges(new Map([['Former', 'x']]), new Map([['New', 'y']]), new Map())).toEqual([]);
});

test('the words name each parameter, and both commands are whole', () => {
  const schedule = { name: 'Schedule', live: 'cron(17 5 * * ? *)', next: '' };
  expect(changeLines('lastseen-prod', [schedule])).toEqual([
    'this deployment changes a parameter of lastseen-prod:',
    '  Schedule is cron(17 5 * * ? *) and becomes empty',
  ]);
  const odd = { name: 'ExemptTag', live: "o'neil", next: 'x' };
  expect(choiceLines([schedule, odd], ['--stage', 'dev'])).toEqual([
    "to keep them: npm run deploy -- --stage dev '--param=Schedule=cron(17 5 * * ? *)' '--param=ExemptTag=o'\\''neil'",
    'to change them: npm run deploy -- --stage dev --yes',
  ]);
});
