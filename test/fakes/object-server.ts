import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';

/**
 * What is stored under `bucket/key`: bytes, with user metadata if there is some, an error of S3 by its code and HTTP
 * status, or bytes that break off or stall half-way.
 */
export type Kept =
  | Uint8Array
  | { readonly bytes: Uint8Array; readonly metadata: Readonly<Record<string, string>> }
  | { readonly code: string; readonly status: number }
  | { readonly broken: Uint8Array }
  | { readonly stalled: Uint8Array };

export interface ObjectServer {
  readonly endpoint: string;
  readonly objects: Map<string, Kept>;
  /** Requests by `bucket/key`, tries again included. */
  readonly calls: Map<string, number>;
  /** Every object that was put, with the headers of the request. */
  readonly puts: { readonly name: string; readonly text: string; readonly headers: IncomingHttpHeaders }[];
  /** Refuses what is put, by the code of S3. */
  refusing: string | undefined;
  client(config?: S3ClientConfig): S3Client;
  stop(): Promise<void>;
}

/**
 * S3's GetObject and PutObject over HTTP on loopback, for what emulators cannot do: refusals, missing keys, broken
 * connections.
 */
export async function startObjectServer(): Promise<ObjectServer> {
  const objects = new Map<string, Kept>();
  const calls = new Map<string, number>();
  const server = createServer((request, response) => {
    const { pathname } = new URL(`http://s3${request.url}`);
    const name = decodeURIComponent(pathname.slice(1));
    calls.set(name, (calls.get(name) ?? 0) + 1);
    if (request.method === 'PUT') void take(request, name).then(() => answerPut(response, objectServer.refusing));
    else if (request.method !== 'GET') answerError(response, 'MethodNotAllowed', 405);
    else answer(response, objects.get(name) ?? { code: 'NoSuchKey', status: 404 });
  });
  const take = async (request: IncomingMessage, name: string) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    if (objectServer.refusing === undefined) objectServer.puts.push({ name, text, headers: request.headers });
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const objectServer: ObjectServer = {
    endpoint,
    objects,
    calls,
    puts: [],
    refusing: undefined,
    client: (config) => new S3Client({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1, ...config }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return objectServer;
}

function answerPut(response: ServerResponse, refusing: string | undefined): void {
  if (refusing === undefined) response.writeHead(200).end();
  else answerError(response, refusing, 403);
}

function answer(response: ServerResponse, kept: Kept): void {
  if (kept instanceof Uint8Array) {
    response.writeHead(200, { 'content-length': kept.length }).end(kept);
    return;
  }
  if ('metadata' in kept) {
    const names = Object.entries(kept.metadata).map(([name, value]) => [`x-amz-meta-${name}`, value]);
    response.writeHead(200, { 'content-length': kept.bytes.length, ...Object.fromEntries(names) }).end(kept.bytes);
    return;
  }
  if ('code' in kept) {
    answerError(response, kept.code, kept.status);
    return;
  }
  const bytes = 'broken' in kept ? kept.broken : kept.stalled;
  response.writeHead(200, { 'content-length': bytes.length });
  response.write(bytes.subarray(0, bytes.length / 2), () => {
    if ('broken' in kept) response.destroy();
  });
}

function answerError(response: ServerResponse, code: string, status: number): void {
  response
    .writeHead(status, { 'content-type': 'application/xml' })
    .end(`<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>no</Message></Error>`);
}
