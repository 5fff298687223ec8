import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A refusal that the service makes by this name. */
export class Refusal extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, status = 400) {
    super('told to');
    this.code = code;
    this.status = status;
  }
}

type Answer = (input: Readonly<Record<string, unknown>>, region: string) => object;

export interface AwsJsonServer {
  readonly endpoint: string;
  /** For a client whose every call comes here; the Region is still to be given. */
  readonly config: { endpoint: string; maxAttempts: 1; credentials: { accessKeyId: string; secretAccessKey: string } };
  /** What was called, in order: `eu-west-1 DescribeTrails`. */
  readonly calls: string[];
  /** Refuses the calls that it names so. */
  refuse: (call: string) => Refusal | undefined;
  stop(): Promise<void>;
}

/**
 * AWS's JSON protocol over HTTP on loopback, for actions by their target (`CloudTrail_20131101.DescribeTrails`).
 * Refuses a request without an action here or without a signed Region.
 */
export async function startAwsJsonServer(actions: Readonly<Record<string, Answer>>): Promise<AwsJsonServer> {
  const server = createServer(async (request, response) => {
    const answer = await answerTo(request).catch((error: unknown) => {
      if (error instanceof Refusal) return error;
      throw error;
    });
    const isRefusal = answer instanceof Refusal;
    const body = isRefusal ? { __type: answer.code, message: answer.message } : answer;
    response.writeHead(isRefusal ? answer.status : 200, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(body));
  });
  const answerTo = async (request: IncomingMessage): Promise<object> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const target = `${request.headers['x-amz-target']}`;
    const region = /Credential=[^/]+\/\d{8}\/([a-z0-9-]+)\//.exec(request.headers.authorization ?? '')?.[1];
    const action = actions[target];
    if (action === undefined || region === undefined) throw new Refusal('UnknownOperationException');
    const call = `${region} ${target.split('.')[1]}`;
    fake.calls.push(call);
    const refusal = fake.refuse(call);
    if (refusal !== undefined) throw refusal;
    return action(JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}'), region);
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const fake: AwsJsonServer = {
    endpoint,
    config: { endpoint, maxAttempts: 1, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } },
    calls: [],
    refuse: () => undefined,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return fake;
}
