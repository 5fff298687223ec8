import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureTable, startEmbeddedDynamodb } from '../fakes/embedded-dynamodb.ts';

/**
 * The built command over a DynamoDB server in its own process, with its files on disk: how the embedded table was made
 * before. Arguments: the server's folder, then those of the command.
 */
const [folder = '', ...args] = process.argv.slice(2);
const server = await startEmbeddedDynamodb(folder);
await ensureTable(server.client, 'lastseen');
process.argv.splice(2, Number.POSITIVE_INFINITY, ...args, '--table', 'lastseen', '--endpoint', server.endpoint);
await import(pathToFileURL(resolve('dist/lastseen.js')).href);
await server.stop();
