import type { CliRun } from '../run-cli.ts';

/** The state of each user of a scan, by its name before the `@`. */
export const statesOf = ({ stdout }: CliRun): Record<string, string> =>
  Object.fromEntries(
    (JSON.parse(stdout).users as { userName: string; state: string }[]).map(({ userName, state }) => [
      userName.replace('@example.com', ''),
      state,
    ]),
  );

/** The status of each check of a doctor, by its name. */
export const checksOf = ({ stdout }: CliRun): Record<string, string> =>
  Object.fromEntries((JSON.parse(stdout).checks as { name: string; status: string }[]).map((c) => [c.name, c.status]));
