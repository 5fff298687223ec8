import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isJsonObject, type JsonObject, parsedText } from '../../../domain/json.ts';
import { oneWriterTable } from './one-writer-table.ts';

/** What a tenant's function calls of AWS: the table, its secret, and where metrics, events and digests go. */
export async function startAws(held: readonly JsonObject[], secret: string) {
  const entriesOf = ({ Entries }: Readonly<Record<string, unknown>>) => ({
    FailedEntryCount: 0,
    Entries: Array.isArray(Entries) ? Entries.map(() => ({ EventId: '1' })) : [],
  });
  const actions: Readonly<Record<string, (request: Readonly<Record<string, unknown>>) => object>> = {
    ...oneWriterTable(held),
    'secretsmanager.GetSecretValue': () => ({ SecretString: secret }),
    'AWSEvents.PutEvents': entriesOf,
    'GraniteServiceVersion20100801.PutMetricData': () => ({}),
  };
  const answerTo = async (request: IncomingMessage): Promise<string> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const target = request.headers['x-amz-target'];
    if (target === undefined) return publishedXml;
    const action = actions[`${target}`];
    const body = parsedText(Buffer.concat(chunks).toString());
    if (action === undefined || !isJsonObject(body)) throw new Error(`no such call: ${target}`);
    return JSON.stringify(action(body));
  };
  const server = createServer((request, response) => {
    answerTo(request).then(
      (body) => response.end(body),
      (error: unknown) => response.writeHead(400).end(JSON.stringify({ __type: 'Refused', message: `${error}` })),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = () => new Promise<void>((resolve) => server.close(() => resolve()) && server.closeAllConnections());
  return { endpoint, stop };
}

const publishedXml = '<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>';
