import type { Command } from 'commander';
import type { ProgramContext } from './program-context.ts';

/** The tasks under which the help lists the commands, in this order. */
export const taskGroups = {
  see: 'See who is unused:',
  prove: 'Prove it:',
  act: 'Act on it:',
  operate: 'Operate:',
} as const;

/** One command: how the help lists it, and where it is loaded from when it is typed. */
export interface CommandEntry {
  readonly name: string;
  readonly group: keyof typeof taskGroups;
  /** One clause in the help; the command's own help begins with it. */
  readonly summary: string;
  /** Defines the options and the action. The action loads what it needs. */
  readonly load: () => Promise<(command: Command, context: ProgramContext) => Command>;
}

/** Every command. A new one is one entry here and a file in commands/. */
export const commandList: readonly CommandEntry[] = [
  {
    name: 'scan',
    group: 'see',
    summary: 'read logs and inventory files, bring the table up to date, judge every user',
    load: async () => (await import('./commands/scan/scan-command.ts')).defineScan,
  },
  {
    name: 'list',
    group: 'see',
    summary: 'list the verdicts that earlier scans saved in the table',
    load: async () => (await import('./commands/list-command.ts')).defineList,
  },
  {
    name: 'diff',
    group: 'see',
    summary: 'show what changed since an earlier run: newly unused, back, gone, new users and keys',
    load: async () => (await import('./commands/diff-command.ts')).defineDiff,
  },
  {
    name: 'report',
    group: 'see',
    summary: 'write the verdicts of the table as one page for people: charts, calendars, reasons',
    load: async () => (await import('./commands/report-command.ts')).defineReport,
  },
  {
    name: 'show',
    group: 'prove',
    summary: 'show everything known about one user: verdict, credentials, last event, calendar',
    load: async () => (await import('./commands/show-command.ts')).defineShow,
  },
  {
    name: 'history',
    group: 'prove',
    summary: "show a user's states one after another, each with its reason then",
    load: async () => (await import('./commands/history-command.ts')).defineHistory,
  },
  {
    name: 'evidence',
    group: 'prove',
    summary: 'write evidence about one user, for a person to sign and for a machine; verify it later',
    load: async () => (await import('./commands/evidence/evidence-command.ts')).defineEvidence,
  },
  {
    name: 'backfill',
    group: 'prove',
    summary: "fill the table from CloudTrail's event history, which reaches back 90 days",
    load: async () => (await import('./commands/backfill-command.ts')).defineBackfill,
  },
  {
    name: 'verify',
    group: 'prove',
    summary: "check a trail's log files against the digests that CloudTrail signed, also local copies",
    load: async () => (await import('./commands/verify/verify-command.ts')).defineVerify,
  },
  {
    name: 'plan',
    group: 'act',
    summary:
      'show who would get a notice or a quarantine (everything denied) today, and why nobody else; it changes nothing',
    load: async () => (await import('./commands/lifecycle/plan-command.ts')).definePlan,
  },
  {
    name: 'apply',
    group: 'act',
    summary: 'do what a plan says and no more: notices and quarantines; without --yes it only says what it would do',
    load: async () => (await import('./commands/lifecycle/apply-command.ts')).defineApply,
  },
  {
    name: 'undo',
    group: 'act',
    summary: 'take the quarantine of a user away, at any time and at once',
    load: async () => (await import('./commands/lifecycle/decide-commands.ts')).defineUndo,
  },
  {
    name: 'hold',
    group: 'act',
    summary: 'keep a quarantined user as it is, until a person undoes it',
    load: async () => (await import('./commands/lifecycle/decide-commands.ts')).defineHold,
  },
  {
    name: 'approve',
    group: 'act',
    summary: 'approve steps of a plan, so that they may be done: by a person who neither planned nor acts',
    load: async () => (await import('./commands/lifecycle/approvals/approve-command.ts')).defineApprove,
  },
  {
    name: 'keep',
    group: 'act',
    summary: 'say that a user is needed until a day: no plan touches it',
    load: async () => (await import('./commands/lifecycle/keep-command.ts')).defineKeep,
  },
  {
    name: 'review',
    group: 'act',
    summary:
      'ask the owners which users are still needed: a campaign with lists, answers, reminders and a closing file',
    load: async () => (await import('./commands/review/review-command.ts')).defineReview,
  },
  {
    name: 'references',
    group: 'act',
    summary: 'show who else names a user: policies, grants and access entries that its deletion would break',
    load: async () => (await import('./commands/lifecycle/references-command.ts')).defineReferences,
  },
  {
    name: 'stop',
    group: 'act',
    summary: 'pull the brake: no plan of the account brings anybody nearer to a quarantine',
    load: async () => (await import('./commands/lifecycle/brake-commands.ts')).defineStop,
  },
  {
    name: 'resume',
    group: 'act',
    summary: 'release the brake, and answer what stopped a plan',
    load: async () => (await import('./commands/lifecycle/brake-commands.ts')).defineResume,
  },
  {
    name: 'doctor',
    group: 'operate',
    summary: 'check a deployment from outside: each line says ok, warn or fail, and what to do',
    load: async () => (await import('./commands/doctor-command.ts')).defineDoctor,
  },
  {
    name: 'copy',
    group: 'operate',
    summary: 'copy what one table knows into another: the table of one account into the central one',
    load: async () => (await import('./commands/copy/copy-command.ts')).defineCopy,
  },
  {
    name: 'settings',
    group: 'operate',
    summary: 'show or change what the table keeps of single accounts: threshold, exemptions, owner, skip',
    load: async () => (await import('./commands/settings/settings-command.ts')).defineSettings,
  },
  {
    name: 'sample',
    group: 'operate',
    summary: 'write the log and inventory files of a made-up account, then judge them',
    load: async () => (await import('./commands/sample-command.ts')).defineSample,
  },
];
