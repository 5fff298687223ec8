/** What a command knows of the program that runs it. */
export interface ProgramContext {
  /** Takes the exit code of a command that came to its end. */
  readonly setExitCode: (code: number) => void;
  /** What the reader must type to run the program where he stands: `lastseen`, `npx lastseen`. */
  readonly typed: string;
  /** The arguments as they were typed. */
  readonly args: readonly string[];
}
