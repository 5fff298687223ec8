import { parseArgs } from 'node:util';
import { silenceShareWords } from '../../../domain/rhythm/survival.ts';
import { renderTable } from '../../../handlers/cli/render/table.ts';
import { terminalOf } from '../../../handlers/cli/terminal.ts';
import { bootstrap, type Figures, figuresOf, shareOnOtherHalf, tallyOf } from './evaluate.ts';
import { gitAuthors } from './git-authors.ts';
import { kindNames, peopleOf, type Subject } from './people.ts';
import { ownRule, rules, thresholdDays } from './rules.ts';

const write = (text: string) => void process.stdout.write(`${text}\n`);

function table(title: string, head: readonly string[], rows: readonly (readonly string[])[]): void {
  const columns = head.map((name) => ({ title: name }));
  write(`\n${title}\n${renderTable(columns, rows, terminalOf({}, {}, {})).join('\n')}`);
}

const share = (value: number) => (Number.isNaN(value) ? '-' : value.toFixed(2));

const cells = ({ caught, precision, falseAlarmsPerUserYear, medianLeadDays }: Figures): string[] => [
  share(caught),
  share(precision),
  falseAlarmsPerUserYear.toFixed(3),
  medianLeadDays === undefined ? '-' : `${medianLeadDays} d`,
];

const head = ['caught', 'precision', 'false alarms a user-year', 'median lead'];

function compareRules(title: string, subjects: readonly Subject[], seed: number): void {
  const rows = Object.entries(rules).map(([name, rule]) => [
    name,
    ...cells(figuresOf(subjects.map((subject) => tallyOf(subject, rule)))),
  ]);
  const own = subjects.map((subject) => tallyOf(subject, ruleOf(ownRule)));
  const { userYears } = figuresOf(own);
  table(`${title}: ${subjects.length} users, ${userYears.toFixed(0)} user-years`, ['rule', ...head], rows);
  const alarms = bootstrap(own, seed, (figures) => figures.falseAlarmsPerUserYear);
  const precision = bootstrap(own, seed, (figures) => figures.precision);
  write(
    `${ownRule}, 95 of 100 draws of users: ${alarms.low.toFixed(3)} to ${alarms.high.toFixed(3)} false alarms a ` +
      `user-year, precision ${share(precision.low)} to ${share(precision.high)}`,
  );
  writeShare(subjects);
}

function ruleOf(name: string) {
  const rule = rules[name];
  if (rule === undefined) throw new Error(`no rule is called ${name}`);
  return rule;
}

/** The forecast of an account, held against users whom it did not see. */
function writeShare(subjects: readonly Subject[]): void {
  const { predicted, others } = shareOnOtherHalf(subjects);
  if (predicted === undefined || others === undefined) return;
  write(`half of the users: ${silenceShareWords(predicted, thresholdDays)}`);
  write(`the other half:    ${silenceShareWords(others, thresholdDays)}`);
}

function compareKinds(seed: number, users: number): void {
  const rows = kindNames.map((kind) => {
    const subjects = peopleOf(seed, users, kind);
    return [kind, ...cells(figuresOf(subjects.map((subject) => tallyOf(subject, ruleOf(ownRule)))))];
  });
  table(`${ownRule}, by kind: ${users} users of each`, ['kind', ...head], rows);
}

const { values } = parseArgs({
  options: {
    users: { type: 'string', default: '3000' },
    seeds: { type: 'string', default: '1,2,3' },
    git: { type: 'string' },
  },
});
const [users = 0, ...seeds] = [values.users, ...values.seeds.split(',')].map(Number);
if (![users, ...seeds].every(Number.isSafeInteger) || users < 1 || seeds.length === 0) {
  throw new Error('--users is a number from 1 on, --seeds are whole numbers with commas between');
}
for (const seed of seeds) compareRules(`Generator, seed ${seed}`, peopleOf(seed, users), seed);
compareKinds(seeds[0] ?? 1, Math.ceil(users / 5));
if (values.git !== undefined) {
  const authors = gitAuthors(values.git);
  if (authors.length === 0) throw new Error(`${values.git} has no repository with an author of 12 active days`);
  compareRules('Authors in git', authors, 1);
}
