import { createServer, request as forward } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the service behind the proxy behaves: as it is, throttling, never answering, or hanging up. */
export type Fault = 'none' | 'throttled' | 'silent' | 'unreachable';

export interface S3Refusal {
  readonly status: number;
  readonly code: string;
  readonly message?: string;
  readonly headers?: Record<string, string>;
}

export interface FaultyProxy {
  readonly endpoint: string;
  fault: Fault;
  /** Method and path of every request so far. */
  readonly requests: string[];
  /** What S3 says instead of an answer to a request, if anything; `headers` beside its error. */
  refuse: (request: string) => S3Refusal | undefined;
  stop(): Promise<void>;
}

/** A way to a service, on loopback, that fails on demand. */
export async function startFaultyProxy(target: string): Promise<FaultyProxy> {
  const proxy = {
    fault: 'none' as Fault,
    requests: [] as string[],
    refuse: (_: string): S3Refusal | undefined => undefined,
  };
  const server = createServer((incoming, answer) => {
    proxy.requests.push(`${incoming.method} ${incoming.url}`);
    const refusal = proxy.refuse(`${incoming.method} ${incoming.url}`);
    if (refusal !== undefined) {
      const { status, code, message = 'no', headers } = refusal;
      answer.writeHead(status, { 'content-type': 'application/xml', ...headers });
      return void answer.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`);
    }
    if (proxy.fault === 'silent') return;
    if (proxy.fault === 'unreachable') return void incoming.socket.destroy();
    if (proxy.fault === 'throttled') {
      const type = 'com.amazonaws.dynamodb.v20120810#ThrottlingException';
      answer.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' });
      return void answer.end(JSON.stringify({ __type: type, message: 'Rate exceeded' }));
    }
    const onward = forward(
      new URL(incoming.url ?? '/', target),
      { method: incoming.method, headers: incoming.headers },
      (reply) => {
        answer.writeHead(reply.statusCode ?? 502, reply.headers);
        reply.pipe(answer);
      },
    );
    onward.on('error', () => answer.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return Object.assign(proxy, { endpoint, stop });
}
