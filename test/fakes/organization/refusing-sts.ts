import { createServer, request as forward } from 'node:http';
import type { AddressInfo } from 'node:net';
import { textOf } from '../request-text.ts';

/** STS on loopback, which refuses to assume the roles of some accounts. */
export interface RefusingSts {
  readonly endpoint: string;
  /** The accounts whose roles it refuses. */
  readonly refused: Set<string>;
  /** The error code of its refusals. */
  code: string;
  /** The accounts whose roles were asked for, in order. */
  readonly asked: string[];
  stop(): Promise<void>;
}

/** Everything that it does not refuse it hands to `target`. */
export async function startRefusingSts(target: string): Promise<RefusingSts> {
  const refused = new Set<string>();
  const asked: string[] = [];
  const server = createServer(async (incoming, answer) => {
    const body = await textOf(incoming);
    const [, account] = /^arn:aws:iam::(\d{12}):role\//.exec(new URLSearchParams(body).get('RoleArn') ?? '') ?? [];
    if (account !== undefined) asked.push(account);
    if (account !== undefined && refused.has(account)) {
      answer.writeHead(403, { 'content-type': 'text/xml' });
      return void answer.end(
        `<ErrorResponse><Error><Code>${sts.code}</Code><Message>no</Message></Error></ErrorResponse>`,
      );
    }
    const { method, headers } = incoming;
    const onward = forward(target, { method, headers }, (reply) => {
      answer.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(answer);
    });
    onward.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const sts: RefusingSts = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    refused,
    code: 'AccessDenied',
    asked,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return sts;
}
