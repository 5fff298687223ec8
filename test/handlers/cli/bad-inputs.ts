import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { call, daysAgo, reportOf, write, writeLog } from '../../e2e/inputs.ts';
import { providerInputs } from './provider-inputs.ts';

/** A mistake that people make: what is typed, and what the one line must say. The exit code is 2. */
export interface BadInput {
  readonly what: string;
  readonly args: readonly string[];
  readonly says: RegExp;
}

/** The mistakes, over files made in `dir`. */
export function badInputs(dir: string): readonly BadInput[] {
  const files = makeFiles(dir);
  const all = [
    ...commands(),
    ...settings(files),
    ...scanOptions(files),
    ...inventory(files),
    ...configs(files),
    ...outputs(files),
    ...tables(files),
    ...samples(files),
    ...reviews(files),
    ...providerInputs(dir),
  ];
  // A scan makes its data folder early.
  const placed = (args: readonly string[]) => (args.includes('--data') ? args : [...args, '--data', join(dir, 'data')]);
  return all.map((input) =>
    input.args[0] === 'scan' && input.args.length > 2 ? { ...input, args: placed(input.args) } : input,
  );
}

function makeFiles(dir: string) {
  const folder = (name: string) => {
    mkdirSync(join(dir, name), { recursive: true });
    return join(dir, name);
  };
  const report = reportOf([{ user: 'alice' }]);
  const full = folder('full');
  writeFileSync(join(full, 'notes.txt'), 'mine');
  return {
    report: write(dir, 'report.csv', report),
    log: writeLog(dir, 'log.json.gz', [call('alice', daysAgo(1))]),
    headless: write(dir, 'headless.csv', report.split('\n').slice(1).join('\n')),
    hollow: write(dir, 'hollow.json', ''),
    yaml: write(dir, 'report.yaml', 'Content: abc\nGeneratedTime: x\n'),
    denied: write(
      dir,
      'denied.json',
      'An error occurred (AccessDenied) when calling the GetCredentialReport operation',
    ),
    foreign: write(dir, 'foreign.csv', reportOf([{ user: 'alice' }], '999988887777')),
    zip: write(dir, 'report.zip', 'PK\u0003\u0004'),
    future: write(folder('future'), 'lastseen.json', '{"format":99}'),
    other: write(folder('other'), 'lastseen.json', '{"name":"something else"}'),
    text: write(dir, 'text.txt', 'hello'),
    config: write(dir, 'bad.yml', 'thresold: 90\n'),
    empty: folder('empty'),
    full,
    dir,
  };
}

type Files = ReturnType<typeof makeFiles>;

const bad = (what: string, args: readonly string[], says: RegExp): BadInput => ({ what, args, says });

const commands = (): BadInput[] => [
  bad('a command that is none', ['scna'], /^unknown command 'scna' \(Did you mean scan\?\); lastseen --help has more$/),
  bad('a command of another tool', ['watch'], /^unknown command 'watch'; lastseen --help has more$/),
  bad('the help of a command that is none', ['help', 'scna'], /^unknown command 'scna' \(Did you mean scan\?\)/),
  bad('a command that is none, with --help', ['scna', '--help'], /^unknown command 'scna' \(Did you mean scan\?\)/),
  bad(
    'a file without an option',
    ['scan', 'AWSLogs/'],
    /^too many arguments for 'scan'.*; put --trail before log files/,
  ),
  bad('a user without a name', ['show', ''], /^show: the argument user is empty$/),
  bad('an option that is none', ['scan', '--frobnicate'], /^unknown option '--frobnicate'; lastseen scan --help/),
  bad('an option that is misspelt', ['scan', '--trial', 'x'], /^unknown option '--trial' \(Did you mean --trail\?\)/),
  bad('an option without its value', ['list', '--account'], /^option '--account <list>' argument missing/),
  bad(
    'an option that stands twice',
    ['list', '--idle-for', '7', '--idle-for', '9'],
    /^--idle-for stands twice, with 7 and/,
  ),
  bad('a word too many', ['list', 'alice'], /^too many arguments for 'list'/),
  bad('show without a user', ['show'], /^missing required argument 'user'; lastseen show --help has more$/),
  bad('a user like an option', ['show', '-dash'], /^unknown option '-dash'; write -- before a name/),
  bad('a colour that is none', ['list', '--color', 'red'], /^--color red: give one of always, auto, never$/),
];

const settings = ({ report }: Files): BadInput[] => {
  const scan = (...args: string[]) => ['scan', '--credential-report', report, ...args];
  return [
    bad('a threshold of 0', scan('--threshold', '0'), /^--threshold 0: give whole days from 1 to 3650$/),
    bad('a threshold below 0', scan('--threshold', '-1'), /^--threshold -1: give whole days/),
    bad('a threshold in words', scan('--threshold', 'ninety'), /^--threshold ninety: give whole days/),
    bad('half a day', scan('--threshold', '1.5'), /^--threshold 1\.5: give whole days/),
    bad(
      'a time without a zone',
      scan('--now', '2026-11-23T08:00:00'),
      /^--now 2026-11-23T08:00:00: give a time with its/,
    ),
    bad('a time in words', scan('--now', 'yesterday'), /^--now yesterday: give a time with its zone/),
    bad('an exemption without an end', scan('--exempt', 'x until=soon'), /^--exempt x until=soon: /),
    bad(
      'an exemption until a day that never was',
      scan('--exempt', 'x until=2026-02-30'),
      /^--exempt x until=2026-02-30: /,
    ),
    bad('an exemption of nobody', scan('--exempt', ''), /^--exempt: give a name pattern/),
    bad('a tag without a key', scan('--exempt-tag', '=x'), /^--exempt-tag =x: give a tag's key/),
    bad('a finding that is none', scan('--fail-on', 'idle'), /^--fail-on idle: give one of unused, unused-keys, /),
    bad('a finding below some words', scan('--fail-on', 'unused>many'), /^--fail-on unused>many: give a whole number/),
    bad('a state that is none', ['list', '--state', 'dead'], /^--state dead: give one of active, idle/),
    bad('a state that is nearly one', ['list', '--state', 'idel'], /^--state idel: did you mean idle\? give one of/),
    bad(
      'a column that is none',
      ['list', '--columns', 'user,ages'],
      /^--columns ages: .*give one of accountId, .*tag:KEY/,
    ),
    bad('a field that is none', ['list', '--keys', '--sort', '-agee'], /^--sort agee: did you mean .*age.*\?/),
    bad(
      'columns of JSON',
      ['list', '--columns', 'user', '--format', 'json'],
      /^--columns needs --format table, csv or markdown: json/,
    ),
    bad('an age of users', ['list', '--older-than', '9'], /^--older-than needs --keys beside it/),
    bad('a limit of nothing', ['list', '--limit', '0'], /^--limit 0: give a whole number from 1 to 1000000/),
    bad('idle for some words', ['list', '--idle-for', 'long'], /^--idle-for long: give whole days/),
    bad('an account by its name', ['list', '--account', 'prod'], /^--account prod: give the 12 digits/),
    bad(
      'a format that is none',
      scan('--format', 'xml'),
      /^--format xml: give one of table, json, csv, ndjson, markdown, ocsf, asff, auditor, html$/,
    ),
    bad('a preset that is none', scan('--preset', 'pci'), /^--preset pci: give one of cis$/),
    bad(
      'a preset and a threshold',
      scan('--preset', 'cis', '--threshold', '90'),
      /^--preset cis: leave out --threshold; .*45/,
    ),
    bad('neither export nor verify', ['evidence', 'show', 'alice'], /^evidence show: give export or verify$/),
    bad('evidence about two users', ['evidence', 'export', 'ann', 'bob'], /^evidence export: give one user at a time$/),
    bad('a file that is no evidence', ['evidence', 'verify', report], /report\.csv: is no evidence of lastseen/),
    bad('evidence that is not there', ['evidence', 'verify', 'nothing.json'], /^nothing\.json: does not exist$/),
    bad('findings of keys', ['list', '--keys', '--format', 'asff'], /^--format asff: list --keys has table, json/),
    bad(
      'findings as columns',
      ['list', '--format', 'ocsf', '--columns', 'user'],
      /^--columns needs --format table, csv or markdown/,
    ),
    bad('a format that show lacks', ['show', 'alice', '--format', 'csv'], /^--format csv: show has table and json$/),
    bad(
      'an ending of a summary that show lacks',
      ['show', 'alice', '--output', 'a.md'],
      /^--output a\.md: show has table and json$/,
    ),
    bad(
      'an ending that show lacks',
      ['show', 'alice', '--output', 'a.csv'],
      /^--output a\.csv: show has table and json$/,
    ),
  ];
};

const scanOptions = ({ report, log, empty }: Files): BadInput[] => [
  bad('nothing to scan', ['scan'], /^nothing to scan: give --live, --trail or --credential-report/),
  bad(
    'findings without an inventory',
    ['scan', '--trail', log, '--format', 'ocsf'],
    /^--format ocsf: without an inventory/,
  ),
  bad('live and files', ['scan', '--live', '--users', report], /^--live asks IAM itself: leave out/),
  bad('a date of no report', ['scan', '--trail', log, '--report-made', '2026-11-01T00:00:00Z'], /^--report-made needs/),
  bad(
    'several profiles for a bucket',
    ['scan', '--trail', 's3://bucket/', '--profile', 'a,b'],
    /^--profile a,b: several profiles need --live/,
  ),
  bad('a profile for files', ['scan', '--trail', log, '--profile', 'x'], /^--profile and --regions need --live/),
  bad(
    'since for files',
    ['scan', '--trail', log, '--since', '2026-01-01'],
    /^--since, --until, --accounts, --again and --prove/,
  ),
  bad(
    'a profile that is none',
    ['scan', '--live', '--profile', 'adit'],
    /^--profile adit: not in your AWS conf.*did you/,
  ),
  bad('a Region that is none', ['scan', '--live', '--regions', 'EU West'], /^--regions EU West: /),
  bad('a bucket that is none', ['scan', '--trail', 's3://'], /^--trail s3:\/\/: /),
  bad(
    'since after until',
    ['scan', '--trail', 's3://bucket', '--since', '2026-02-01', '--until', '2026-01-01'],
    /^--until 2026-01-01: the end must come after the start/,
  ),
  bad('a path that does not exist', ['scan', '--trail', 'nowhere'], /^nowhere: no such file or folder; check the path/),
  bad('a folder without logs', ['scan', '--trail', empty], /empty: no log files in this folder/),
  bad('two readers of a pipe', ['scan', '--trail', '-', '--users', '-'], /^--users -: standard input can be read once/),
];

const inventory = ({ report, log, headless, hollow, yaml, denied, foreign, zip, full }: Files): BadInput[] => {
  const of = (file: string) => ['scan', '--credential-report', file];
  return [
    bad('a report that does not exist', of('none.csv'), /^none\.csv: does not exist$/),
    bad('a folder without an inventory', of(full), /full: no inventory files in this folder; give one/),
    bad(
      'accounts that are a report',
      [...of(report), '--accounts-file', report],
      /report\.csv: not a list of accounts; make it/,
    ),
    bad(
      'no profile between commas',
      ['scan', '--live', '--profile', 'a,,b'],
      /^--profile a,,b: give the names of profiles/,
    ),
    bad('a report without its header', of(headless), /headless\.csv: not a credential report: the header lacks user/),
    bad('an empty report', of(hollow), /hollow\.json: is empty; make one with: aws iam get-credential-report/),
    bad('a report in YAML', of(yaml), /report\.yaml: is YAML/),
    bad('an error of the AWS CLI', of(denied), /denied\.json: holds an error message of the AWS CLI/),
    bad('a zip archive', of(zip), /report\.zip: is a zip archive/),
    bad('a report through a file', of(`${report}/x`), /: leads through a file$/),
    bad(
      'a report of another account',
      [...of(foreign), '--trail', log],
      /account 999988887777, the logs hold 111122223333/,
    ),
    bad(
      'a listing that is a CSV',
      ['scan', '--users', report],
      /report\.csv: not JSON; make it with: aws iam list-users/,
    ),
    bad(
      'details that are a log',
      ['scan', '--authorization-details', log],
      /log\.json\.gz: not an answer of aws iam get-acc/,
    ),
    bad(
      'SSH keys of nobody',
      [...of(report), '--ssh-keys', `bob=${report}`],
      /^--ssh-keys bob=.*give USER=FILE with the name/,
    ),
  ];
};

const configs = ({ config, empty }: Files): BadInput[] => [
  bad(
    'a config with a key that is none',
    ['list', '--config', config],
    /^\S*bad\.yml:1:1: thresold: unknown key; did you mean threshold\?/,
  ),
  bad('a config that is a folder', ['show', 'alice', '--config', empty], /^config \S*empty: is a folder; give a file$/),
  bad('a config that is none', ['diff', '--config', 'nowhere.yml'], /^config nowhere\.yml: does not exist$/),
];

const outputs = ({ report, dir, text, empty }: Files): BadInput[] => {
  const to = (file: string) => ['scan', '--credential-report', report, '--output', file];
  return [
    bad(
      'a folder that is missing',
      to('no/such/a.json'),
      /^--output no\/such\/a\.json: the folder no\/such does not exist/,
    ),
    bad('a folder as output', to(empty), /empty: is a folder; name a file in it, like .*users\.json$/),
    bad('a file as folder', to(`${text}/a.json`), /text\.txt is no folder$/),
    bad('no name of an output', to(''), /^--output: give the name of a file, or - for standard output$/),
    bad('a folder that takes no files', to('/proc/a.json'), /^--output \/proc\/a\.json: its folder .* takes no files$/),
    bad(
      'an output of nothing scanned',
      ['list', '--data', join(dir, 'none'), '--output', '-'],
      /nothing was scanned into/,
    ),
  ];
};

const tables = ({ report, future, other, text }: Files): BadInput[] => {
  const folder = (file: string) => file.replace(/\/[^/]+$/, '');
  return [
    bad(
      'a table that nobody filled',
      ['show', 'alice', '--data', 'none'],
      /^none: nothing was scanned into this folder yet/,
    ),
    bad('data of a newer version', ['list', '--data', folder(future)], /written by a newer version of lastseen/),
    bad(
      'data of another program',
      ['list', '--data', folder(other)],
      /not a Lastseen data folder; choose another --data$/,
    ),
    bad(
      'data in a file',
      ['scan', '--credential-report', report, '--data', text],
      /text\.txt: cannot be used as data folder/,
    ),
    bad(
      'data where nobody writes',
      ['scan', '--credential-report', report, '--data', '/proc/x'],
      /^\/proc\/x: cannot be/,
    ),
    bad('an endpoint alone', ['list', '--endpoint', 'http://127.0.0.1:1'], /^--endpoint needs --table NAME beside it$/),
    bad(
      'an endpoint that is none',
      ['list', '--table', 't', '--endpoint', 'nowhere'],
      /^--endpoint nowhere: give a URL/,
    ),
    bad('a stack that is none', ['doctor', '--stack', 'a b'], /^--stack a b: give the name of a stack$/),
    bad('a Region of the doctor', ['doctor', '--region', 'EU'], /^--region EU: give a Region, like eu-west-1$/),
  ];
};

const samples = ({ full, text }: Files): BadInput[] => [
  bad('no users', ['sample', '--users', '0'], /^--users 0: give a whole number from 1 to 5000$/),
  bad('too many users', ['sample', '--users', '5001'], /^--users 5001: give a whole number from 1 to 5000$/),
  bad('days in words', ['sample', '--days', 'all'], /^--days all: give a whole number/),
  bad('a folder of something else', ['sample', '--dir', full], /full: holds files that are not of a sample/),
  bad('a folder that cannot be made', ['sample', '--dir', '/proc/x'], /^--dir \/proc\/x: .*; choose another folder$/),
  bad('a file as the folder', ['sample', '--dir', text], /text\.txt: .*; choose another folder$/),
];

const reviews = ({ text, report }: Files): BadInput[] => {
  const review = (what: string, words: string, says: RegExp) => bad(what, ['review', ...words.split(' ')], says);
  const start = 'start --scope unused --until';
  return [
    review('an action that is none', 'begin', /^review begin: give one of start, status, answer, close, verify$/),
    review(
      'an option of another action',
      'status --scope all',
      /^--scope: review status has no use for it, but start$/,
    ),
    review('a review without an end', 'start --scope all', /^--until: give a day from/),
    review('a review of yesterday', `${start} 2020-01-01`, /^--until 2020-01-01: give a day from/),
    review('a word behind a status', 'status olive', /^review status olive: it takes no further word$/),
    review('an answer about nobody', 'answer --answer remove', /^review answer: name a user, or give many answers/),
    review(
      'a user and a file',
      `answer olive --file ${text}`,
      /^review answer olive: give one user or --file, not both$/,
    ),
    review('a file and a word', `answer --file ${text} --reason x`, /^--reason: the rows of --file say that$/),
    review('answers without a head', `answer --file ${text}`, /text\.txt: the first row must name the columns/),
    review('answers of another kind', `answer --file ${report}`, /report\.csv: the first row must name the columns/),
    review('a file that is no closing file', `verify ${text}`, /text\.txt: is no review of lastseen, or was changed$/),
    review('nothing to verify', 'verify', /^review verify: name a closing file$/),
  ];
};
