declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** dynalite 4 has no types; these are the options used here. */
  function dynalite(options: { path?: string; createTableMs?: number }): Server;
  export = dynalite;
}
