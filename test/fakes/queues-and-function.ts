import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

type Input = Readonly<Record<string, string>>;

export interface QueuesAndFunction {
  readonly endpoint: string;
  /** The bodies that each queue holds, by its name. */
  readonly queues: Map<string, string[]>;
  /** The functions that were invoked, in order. */
  readonly invoked: string[];
  stop(): Promise<void>;
}

const nameIn = (arnOrUrl: string | undefined) => `${arnOrUrl}`.split(/[:/]/).at(-1) ?? '';
const md5 = (text: string) => createHash('md5').update(text).digest('hex');

/**
 * What the runbook uses of SQS and Lambda, over HTTP on loopback. Messages cannot tell where they came from, as those
 * that a function sent to a dead-letter queue itself: SQS moves them only to a queue that is named.
 */
export async function startQueuesAndFunction(
  names: readonly string[],
  invoke: (event: unknown) => Promise<unknown>,
): Promise<QueuesAndFunction> {
  const queues = new Map(names.map((name): [string, string[]] => [name, []]));
  const invoked: string[] = [];
  const held = (arnOrUrl: string | undefined): string[] => {
    const queue = queues.get(nameIn(arnOrUrl));
    if (queue === undefined) throw new Error(`no queue ${arnOrUrl}`);
    return queue;
  };
  const actions: Readonly<Record<string, (input: Input) => object>> = {
    GetQueueUrl: ({ QueueName }) => ({ QueueUrl: `${fake.endpoint}/123456789012/${QueueName}` }),
    GetQueueAttributes: ({ QueueUrl }) => ({
      Attributes: { QueueArn: `arn:aws:sqs:eu-west-1:123456789012:${nameIn(QueueUrl)}` },
    }),
    ReceiveMessage: ({ QueueUrl }) => {
      const [body] = held(QueueUrl);
      if (body === undefined) return {};
      return { Messages: [{ MessageId: 'm', ReceiptHandle: 'r', Body: body, MD5OfBody: md5(body) }] };
    },
    DeleteMessage: ({ QueueUrl }) => {
      held(QueueUrl).shift();
      return {};
    },
    StartMessageMoveTask: ({ SourceArn, DestinationArn }) => {
      held(DestinationArn).push(...held(SourceArn).splice(0));
      return { TaskHandle: 'task' };
    },
  };
  const answer = async (request: IncomingMessage): Promise<object> => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const name = /\/functions\/([^/]+)\/invocations$/.exec(request.url ?? '')?.[1];
    if (name !== undefined) {
      invoked.push(name);
      await invoke(JSON.parse(text));
      return {};
    }
    const action = actions[`${request.headers['x-amz-target']}`.split('.')[1] ?? ''];
    if (action === undefined) throw new Error(`no action for ${request.url}`);
    return action(JSON.parse(text) as Input);
  };
  const server = createServer(async (request, response) => {
    const [status, body] = await answer(request).then(
      (value) => [request.url?.includes('/functions/') ? 202 : 200, value] as const,
      (error: unknown) => [400, { __type: 'Refused', message: String(error) }] as const,
    );
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  const fake = { endpoint, queues, invoked, stop };
  return fake;
}
