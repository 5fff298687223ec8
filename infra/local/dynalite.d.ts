declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** dynalite 4 has no types of its own; these are the options in use here. */
  function dynalite(options: { path?: string; createTableMs?: number }): Server;
  export = dynalite;
}
