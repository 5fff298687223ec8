import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { build } from 'esbuild';

type Handler = (event: unknown, context: unknown) => Promise<{ statusCode: number; body: string }>;

/** The bundle of a function's door, made as serverless.yml has it made. */
export async function bundledHandler(dir: string, door: string) {
  const outfile = join(dir, 'bundle.cjs');
  const options = { bundle: true, minify: true, platform: 'node', format: 'cjs', logLevel: 'error' } as const;
  const mainFields = ['module', 'main'];
  await build({ ...options, mainFields, entryPoints: [door], outfile });
  return createRequire(import.meta.url)(outfile).handler;
}

export const approveBundle = (dir: string): Promise<Handler> =>
  bundledHandler(dir, 'handlers/lambda/approvals/approve.ts');

/** Whose credentials a signature is made with, as IAM knows them. */
export interface Signer {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly arn: string;
  readonly userId: string;
}

/** The event that Lambda makes of a signed POST to a function URL. */
export const urlEvent = (body: unknown, { arn, userId, accessKeyId }: Signer, changes: object = {}) => ({
  version: '2.0',
  routeKey: '$default',
  rawPath: '/',
  rawQueryString: '',
  headers: { 'content-type': 'application/json', authorization: 'AWS4-HMAC-SHA256 secret-of-the-header' },
  requestContext: {
    accountId: '123456789012',
    apiId: 'url-id',
    authorizer: {
      iam: { accessKey: accessKeyId, accountId: arn.split(':')[4], callerId: userId, userArn: arn, userId },
    },
    domainName: 'url-id.lambda-url.eu-west-1.on.aws',
    http: { method: 'POST', path: '/', protocol: 'HTTP/1.1', sourceIp: '198.51.100.7', userAgent: 'lastseen' },
    requestId: 'r-1',
    routeKey: '$default',
    stage: '$default',
    time: '23/Nov/2026:08:00:00 +0000',
    timeEpoch: 1_795_420_800_000,
  },
  body: typeof body === 'string' ? body : JSON.stringify(body),
  isBase64Encoded: false,
  ...changes,
});

/**
 * A function URL on loopback. It lets nothing pass but a POST with a valid Signature Version 4 of a known key, over
 * host, date, content and every x-amz header, at most 5 minutes old.
 */
export async function startFunctionUrl(
  signers: readonly Signer[],
  invoke: (event: unknown) => ReturnType<Handler>,
): Promise<{ readonly url: string; readonly refused: string[]; stop(): void }> {
  const refused: string[] = [];
  const server: Server = createServer(async (request, response) => {
    const body = await text(request);
    const judged = judge(request, body, signers);
    if (typeof judged === 'string') {
      refused.push(judged);
      response.writeHead(403).end(JSON.stringify({ Message: 'Forbidden' }));
      return;
    }
    const { statusCode, body: answer } = await invoke(urlEvent(body, judged));
    response.writeHead(statusCode, { 'content-type': 'application/json' }).end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, refused, stop: () => server.close() };
}

const hash = (content: string) => createHash('sha256').update(content).digest('hex');
const hmac = (key: string | Buffer, content: string) => createHmac('sha256', key).update(content).digest();

const authorization =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([a-z0-9-]+)\/lambda\/aws4_request, SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})$/;

/** The signer, or why the signature does not hold. Source: IAM user guide, "Create a signed AWS API request". */
function judge(request: IncomingMessage, body: string, signers: readonly Signer[]): Signer | string {
  const { headers, method = '', url = '' } = request;
  const [, key, day = '', region = '', names = '', signature] = authorization.exec(headers.authorization ?? '') ?? [];
  const signer = signers.find(({ accessKeyId }) => accessKeyId === key);
  if (signer === undefined || method !== 'POST') return 'no signature of a known key';
  const date = `${headers['x-amz-date']}`;
  const at = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (!date.startsWith(day) || !(Math.abs(Date.now() - at) < 300_000)) return 'the date is not of now';
  const signed = names.split(';');
  const needed = ['host', 'content-type', ...Object.keys(headers).filter((name) => name.startsWith('x-amz-'))];
  if (!needed.every((name) => signed.includes(name))) return 'a header is not signed';
  if (headers['x-amz-content-sha256'] !== hash(body)) return 'the body is another one';
  const canonical = signed.map((name) => `${name}:${`${headers[name]}`.trim()}\n`).join('');
  const [path, query = ''] = url.split('?');
  const asked = [method, path, query, canonical, names, hash(body)].join('\n');
  const scope = `${day}/${region}/lambda/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', date, scope, hash(asked)].join('\n');
  const secrets = [day, region, 'lambda', 'aws4_request', toSign];
  const expected = secrets.reduce<string | Buffer>(hmac, `AWS4${signer.secretAccessKey}`);
  return Buffer.from(expected).toString('hex') === signature ? signer : 'the signature is wrong';
}
