import { createHash } from 'node:crypto';
import { type AwsJsonServer, startAwsJsonServer } from './aws-json-server.ts';

/** SQS's SendMessage over HTTP on loopback: keeps the bodies that it takes, in order. */
export type FakeQueue = AwsJsonServer & { readonly bodies: string[]; readonly url: string };

export async function startFakeQueue(): Promise<FakeQueue> {
  const bodies: string[] = [];
  const take = ({ MessageBody }: Readonly<Record<string, unknown>>) => {
    const body = String(MessageBody);
    bodies.push(body);
    return { MessageId: `message-${bodies.length}`, MD5OfMessageBody: createHash('md5').update(body).digest('hex') };
  };
  const server = await startAwsJsonServer({ 'AmazonSQS.SendMessage': take });
  return Object.assign(server, { bodies, url: `${server.endpoint}/123456789012/dead-letters` });
}
