import { CommanderError } from 'commander';
import { plainText } from '../../domain/plain-text.ts';
import { awsFailureOf, isRegionMissing } from '../../infra/aws/failure.ts';
import { DataFolderError, tableDamageOf } from '../../infra/local/data-folder.ts';
import { InventoryFileError } from '../../infra/local/inventory-file-error.ts';
import { codeOf, wordsOfWriteError } from '../../infra/trail/bytes/file-error.ts';
import { LiveFailure } from '../aws-unavailable.ts';
import { InputError } from '../input-error.ts';
import { exitCodes } from './exit-codes.ts';

/** How a run that failed ends: its exit code and its lines for the user; none where they were already told. */
export interface Exit {
  readonly exitCode: number;
  readonly lines: readonly string[];
}

export function exitOf(error: unknown): Exit {
  if (error instanceof CommanderError)
    return { exitCode: error.exitCode === 0 ? exitCodes.done : exitCodes.unusable, lines: [] };
  if (error instanceof InputError || error instanceof InventoryFileError)
    return exitWith(exitCodes.unusable, error.message);
  if (error instanceof DataFolderError || error instanceof LiveFailure) {
    return exitWith(error.mayPass ? exitCodes.mayPass : exitCodes.unusable, error.message);
  }
  return (
    exitOfFile(error) ??
    exitOfTable(error) ??
    exitOfAws(error) ?? {
      exitCode: exitCodes.defect,
      lines: [`this is a defect in lastseen, please report it: ${stackOf(error)}`],
    }
  );
}

function exitWith(exitCode: number, message: string): Exit {
  return { exitCode, lines: message.split('\n').map(plainText) };
}

const stackOf = (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error));

/** What the file system refused; undefined for any other failure. */
function exitOfFile(error: unknown): Exit | undefined {
  const { path, syscall } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  // A stream that meets a full disk does not name its file.
  if (codeOf(error) === 'ENOSPC')
    return exitWith(exitCodes.unusable, `${path === undefined ? '' : `${path}: `}${diskFull}`);
  if (path === undefined || syscall === undefined) return undefined;
  return exitWith(exitCodes.unusable, `${path}: ${wordsOfWriteError(error)}`);
}

const diskFull = 'the disk is full; free some space and run it again';

/** The files of the embedded table were damaged from outside, or the disk is full. */
function exitOfTable(error: unknown): Exit | undefined {
  const why = tableDamageOf(error);
  if (why === undefined) return undefined;
  const todo = 'bring back a copy of the folder, or scan into another --data';
  return exitWith(exitCodes.unusable, `the table in the data folder cannot be used: ${why}; ${todo}`);
}

/** What AWS's failure means for a run that needs the table; undefined where it is no failure of AWS. */
function exitOfAws(error: unknown): Exit | undefined {
  if (isRegionMissing(error)) return exitWith(exitCodes.unusable, 'no AWS Region is set; set AWS_REGION');
  const failure = awsFailureOf(error);
  if (failure === undefined || !(error instanceof Error)) return undefined;
  const { kind, why } = failure;
  switch (kind) {
    case 'no-credentials':
      return exitWith(
        exitCodes.unusable,
        `no valid AWS credentials: ${error.message}; set AWS_PROFILE or sign in again`,
      );
    case 'unreachable':
      return exitWith(exitCodes.mayPass, `the table cannot be reached (${why}); try again, or check --endpoint`);
    case 'throttled':
      return exitWith(exitCodes.mayPass, `the table did not answer (${why}); try again, nothing is lost`);
    case 'denied':
    case 'refused':
      return exitWith(exitCodes.unusable, `DynamoDB refused: ${why}: ${error.message}`);
    default:
      return kind satisfies never;
  }
}
