import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What EKS has: by Region, the clusters with their access entries. A Region that is not here refuses. */
export type FakeClusters = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

export interface EksServer {
  readonly endpoint: string;
  stop(): Promise<void>;
}

const pageSize = 2;

/** EKS's lists of clusters and access entries over HTTP on loopback, two a page, for all Regions. */
export async function startEksServer(clusters: FakeClusters): Promise<EksServer> {
  const server = createServer((request, response) => {
    const { status, body } = answerOf(request, clusters);
    response.writeHead(status, { 'content-type': 'application/json', ...errorHeader(status, body) });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const errorHeader = (status: number, body: object) =>
  status === 200 ? {} : { 'x-amzn-errortype': `${Object.values(body)[0]}` };

function answerOf({ url = '', headers }: IncomingMessage, all: FakeClusters): { status: number; body: object } {
  const { pathname, searchParams } = new URL(url, 'http://127.0.0.1');
  const region = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(headers.authorization ?? '')?.[1] ?? '';
  const clusters = all[region];
  if (clusters === undefined) return { status: 403, body: { message: 'AccessDeniedException' } };
  if (pathname === '/clusters') return page('clusters', Object.keys(clusters), searchParams);
  const entries = clusters[decodeURIComponent(/^\/clusters\/([^/]+)\/access-entries$/.exec(pathname)?.[1] ?? '')];
  if (entries === undefined) return { status: 404, body: { message: 'ResourceNotFoundException' } };
  return page('accessEntries', entries, searchParams);
}

function page(name: string, all: readonly string[], asked: URLSearchParams): { status: number; body: object } {
  const from = Number(asked.get('nextToken') ?? 0);
  const next = from + pageSize;
  return {
    status: 200,
    body: { [name]: all.slice(from, next), ...(next < all.length && { nextToken: `${next}` }) },
  };
}
