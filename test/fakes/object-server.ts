import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';

/**
 * What is stored under `bucket/key`: bytes, an error of S3 by its code and HTTP status, or bytes that break off or
 * stall half-way.
 */
export type Kept =
  | Uint8Array
  | { readonly code: string; readonly status: number }
  | { readonly broken: Uint8Array }
  | { readonly stalled: Uint8Array };

export interface ObjectServer {
  readonly endpoint: string;
  readonly objects: Map<string, Kept>;
  /** Requests by `bucket/key`, tries again included. */
  readonly calls: Map<string, number>;
  client(config?: S3ClientConfig): S3Client;
  stop(): Promise<void>;
}

/** S3's GetObject over HTTP on loopback, for what emulators cannot do: refusals, missing keys, broken connections. */
export async function startObjectServer(): Promise<ObjectServer> {
  const objects = new Map<string, Kept>();
  const calls = new Map<string, number>();
  const server = createServer((request, response) => {
    const { pathname } = new URL(`http://s3${request.url}`);
    const name = decodeURIComponent(pathname.slice(1));
    calls.set(name, (calls.get(name) ?? 0) + 1);
    if (request.method !== 'GET') answerError(response, 'MethodNotAllowed', 405);
    else answer(response, objects.get(name) ?? { code: 'NoSuchKey', status: 404 });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  return {
    endpoint,
    objects,
    calls,
    client: (config) => new S3Client({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1, ...config }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(response: ServerResponse, kept: Kept): void {
  if (kept instanceof Uint8Array) {
    response.writeHead(200, { 'content-length': kept.length }).end(kept);
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
