import { dirname, join } from 'node:path';
import type { ConfigFile, ConfiguredAnswer, ConfiguredExemption, ConfiguredOutput } from './config-file.ts';

/** What of a command line decides which of a file's settings apply. */
export interface GivenOptions {
  readonly command: string;
  /** Whether an option was typed, by its name in camel case. */
  readonly isTyped: (option: string) => boolean;
  /** A live scan, or one of a bucket, as far as the options say. */
  readonly asksAws: boolean;
  readonly readsBucket: boolean;
}

type Values = { readonly [option: string]: string | readonly string[] };

/**
 * A file's settings as values of options, by the option's name in camel case. What was typed wins: it replaces the
 * setting whole. Settings that exclude something that was typed, or that the command has no use for, are left out.
 */
export function configOptions(file: string, config: ConfigFile, given: GivenOptions): Values {
  const { threshold, exemptions, exemptTags, failOn, accounts, profile, regions } = config;
  const { isTyped, asksAws, readsBucket } = given;
  const all: { readonly [option: string]: string | readonly string[] | undefined } = {
    threshold: isTyped('preset') ? undefined : threshold?.toString(),
    exempt: exemptions?.map(exemptionText),
    exemptTag: exemptTags,
    failOn,
    accounts: readsBucket && isList(accounts) ? accounts.join(',') : undefined,
    profile: asksAws ? profile : undefined,
    regions: asksAws ? regions?.join(',') : undefined,
    ...tableOptions(file, config, given),
    ...outputOptions(file, config, given),
  };
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) => (value === undefined || isTyped(name) ? [] : [[name, value]])),
  );
}

const isList = (accounts: ConfigFile['accounts']): accounts is readonly string[] => Array.isArray(accounts);

/** As `--exempt` takes it. */
function exemptionText({ pattern, end, reason, owner }: ConfiguredExemption): string {
  const ends = end === undefined ? [] : [`until=${end}`];
  const why = [...(reason === undefined ? [] : [reason]), ...(owner === undefined ? [] : [`owner ${owner}`])];
  return [pattern, ...ends, why.join('; ')].join(' ').trim();
}

function tableOptions(file: string, { data, table, endpoint }: ConfigFile, { isTyped }: GivenOptions) {
  if (isTyped('data') || isTyped('table')) return {};
  return { data: data === undefined ? undefined : join(dirname(file), data), table, endpoint };
}

function outputOptions(file: string, { outputs = {} }: ConfigFile, { command, isTyped }: GivenOptions) {
  if (isTyped('format') || isTyped('output')) return {};
  const answer = answerOf(command, isTyped);
  const chosen: ConfiguredOutput = (answer && outputs[answer]) ?? {};
  return {
    format: chosen.format,
    output: chosen.file === undefined ? undefined : join(dirname(file), chosen.file),
    columns: chosen.columns?.join(','),
  };
}

/** Commands whose output a file cannot set have none. */
function answerOf(command: string, isTyped: GivenOptions['isTyped']): ConfiguredAnswer | undefined {
  if (command === 'list' && isTyped('keys')) return 'keys';
  return (['scan', 'list', 'diff'] as const).find((answer) => answer === command);
}
