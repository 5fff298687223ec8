import pc from 'picocolors';
import stringWidth from 'string-width';

/** What can be shown where the output goes: colours, and how wide a line may be. */
export interface Terminal {
  readonly colors: ReturnType<typeof pc.createColors>;
  readonly columns: number;
  width(text: string): number;
}

/** Colour only on a terminal and without `NO_COLOR`; piped output is not wrapped. */
export function terminalOf(stream: NodeJS.WriteStream, environment: NodeJS.ProcessEnv): Terminal {
  const isTerminal = stream.isTTY === true;
  const colored = isTerminal && (environment['NO_COLOR'] ?? '') === '' && environment['TERM'] !== 'dumb';
  return {
    colors: pc.createColors(colored),
    columns: isTerminal ? Math.max(60, stream.columns ?? 80) : Number.MAX_SAFE_INTEGER,
    width: (text) => stringWidth(text),
  };
}
