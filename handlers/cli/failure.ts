import { CommanderError } from 'commander';
import { DataFolderError } from '../../infra/local/data-folder.ts';
import { InventoryFileError } from '../../infra/local/inventory-files.ts';
import { LiveFailure } from '../aws-unavailable.ts';
import { InputError } from '../input-error.ts';
import { printable } from './printable.ts';

/** How a run ends: 0 done, 1 a finding that `--fail-on` asked for, 2 wrong usage or unusable input, 75 may pass. */
export const exitCodes = { done: 0, finding: 1, unusable: 2, defect: 70, mayPass: 75 } as const;

/** The exit code of a failure and its lines for the user; none where they were already told. */
export function failureOf(error: unknown): { readonly exitCode: number; readonly lines: readonly string[] } {
  if (error instanceof CommanderError)
    return { exitCode: error.exitCode === 0 ? exitCodes.done : exitCodes.unusable, lines: [] };
  if (error instanceof InputError || error instanceof InventoryFileError)
    return told(exitCodes.unusable, error.message);
  if (error instanceof DataFolderError || error instanceof LiveFailure) {
    return told(error.mayPass ? exitCodes.mayPass : exitCodes.unusable, error.message);
  }
  return (
    failureOfAws(error) ?? {
      exitCode: exitCodes.defect,
      lines: [`this is a defect in lastseen, please report it: ${stackOf(error)}`],
    }
  );
}

/** Says on standard error what is missing from an answer, and answers the exit code for that. */
export function tellMissing(missing: readonly string[]): number {
  for (const line of missing) process.stderr.write(`lastseen: ${printable(line)}\n`);
  if (missing.length === 0) return exitCodes.done;
  const things = missing.length === 1 ? 'this is' : `these ${missing.length} are`;
  process.stderr.write(`lastseen: ${things} missing from the answer; nobody is called unused because of it\n`);
  return exitCodes.unusable;
}

function told(exitCode: number, message: string) {
  return { exitCode, lines: message.split('\n').map(printable) };
}

const stackOf = (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error));

const passing = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
]);
const passingNames = new Set(['TimeoutError', 'RequestTimeout', 'NetworkingError']);
const setupNames = new Set([
  'CredentialsProviderError',
  'TokenProviderError',
  'ExpiredTokenException',
  'UnrecognizedClientException',
]);

function failureOfAws(error: unknown) {
  if (!(error instanceof Error)) return undefined;
  const { code, $metadata, $retryable } = error as Error & {
    code?: string;
    $metadata?: { httpStatusCode?: number };
    $retryable?: { throttling?: boolean };
  };
  const status = $metadata?.httpStatusCode ?? 0;
  if (setupNames.has(error.name))
    return told(exitCodes.unusable, `no valid AWS credentials: ${error.message}; set AWS_PROFILE or sign in again`);
  if (/^Region (?:is missing|not accepted)/.test(error.message))
    return told(exitCodes.unusable, 'no AWS Region is set; set AWS_REGION');
  if ((code !== undefined && passing.has(code)) || passingNames.has(error.name)) {
    return told(
      exitCodes.mayPass,
      `the table cannot be reached (${code ?? error.name}); try again, or check --endpoint`,
    );
  }
  if (
    $retryable !== undefined ||
    status >= 500 ||
    /Throttl|ProvisionedThroughputExceeded|RequestLimitExceeded/.test(error.name)
  ) {
    return told(exitCodes.mayPass, `the table did not answer (${error.name}); try again, nothing is lost`);
  }
  return status >= 400 ? told(exitCodes.unusable, `DynamoDB refused: ${error.name}: ${error.message}`) : undefined;
}
