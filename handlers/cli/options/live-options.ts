/** What a command that asks AWS live is told. */
export interface LiveOptions {
  readonly profile?: string;
  readonly regions?: string | undefined;
}
