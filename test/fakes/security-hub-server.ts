import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isJsonObject, type JsonObject, objectAt, parsedText } from '../../domain/json.ts';

/** Security Hub's BatchImportFindings over HTTP on loopback, stricter than AWS. */
export interface FakeSecurityHub {
  readonly endpoint: string;
  /** The findings as they stand, by id. */
  readonly findings: Map<string, JsonObject>;
  /** How many findings each accepted call had. */
  readonly calls: number[];
  /** Answers the next calls with this error, as a Security Hub that is not enabled does. */
  failing: string | undefined;
  /** The ids that are refused. */
  readonly refused: Set<string>;
  stop(): Promise<void>;
}

const textLimits: { readonly [field: string]: number } = { Id: 512, GeneratorId: 512, Title: 256, Description: 1024 };
const required = ['SchemaVersion', 'ProductArn', 'AwsAccountId', 'CreatedAt', 'UpdatedAt', ...Object.keys(textLimits)];
const times = ['FirstObservedAt', 'LastObservedAt', 'CreatedAt', 'UpdatedAt'];

export async function startFakeSecurityHub(accountId: string): Promise<FakeSecurityHub> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = parsedText(Buffer.concat(chunks).toString('utf8'));
    const failure = fake.failing ?? requestFault(request, body, Buffer.concat(chunks).length);
    const answer = failure === undefined ? take(body) : { Message: failure, Code: failure };
    const headers = { 'content-type': 'application/json', ...(failure && { 'x-amzn-errortype': failure }) };
    response.writeHead(failure === undefined ? 200 : 400, headers).end(JSON.stringify(answer));
  });
  const take = (body: unknown) => {
    const findings = findingsIn(body);
    const faults = findings.map((finding) => [finding, faultOf(finding, accountId, fake)] as const);
    for (const [finding, fault] of faults) if (fault === undefined) fake.findings.set(String(finding['Id']), finding);
    const failed = faults.flatMap(([{ Id }, fault]) =>
      fault === undefined ? [] : [{ Id, ErrorCode: 'InvalidInput', ErrorMessage: fault }],
    );
    fake.calls.push(findings.length);
    return { FailedCount: failed.length, SuccessCount: findings.length - failed.length, FailedFindings: failed };
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const fake: FakeSecurityHub = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    findings: new Map(),
    calls: [],
    failing: undefined,
    refused: new Set(),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return fake;
}

const findingsIn = (body: unknown): JsonObject[] => {
  const findings = isJsonObject(body) ? body['Findings'] : undefined;
  return Array.isArray(findings) ? findings.filter(isJsonObject) : [];
};

function requestFault({ method, url, headers }: IncomingMessage, body: unknown, bytes: number): string | undefined {
  if (method !== 'POST' || url !== '/findings/import') return 'UnknownOperationException';
  if (!/Credential=[^/]+\/\d{8}\/[a-z0-9-]+\/securityhub\//.test(headers.authorization ?? ''))
    return 'IncompleteSignature';
  const { length } = findingsIn(body);
  return length < 1 || length > 100 || bytes > 6_000_000 ? 'InvalidInputException' : undefined;
}

/** Why AWS, or this stricter one, refuses a finding. */
function faultOf(finding: JsonObject, accountId: string, { findings, refused }: FakeSecurityHub): string | undefined {
  const known = findings.get(String(finding['Id']));
  const [resource] = Array.isArray(finding['Resources']) ? finding['Resources'] : [];
  const own = new RegExp(`^arn:aws:securityhub:[a-z0-9-]+:${accountId}:product/${accountId}/default$`);
  const faults: [boolean, string][] = [
    [refused.has(String(finding['Id'])), 'told to'],
    [required.some((field) => typeof finding[field] !== 'string'), 'a required field is missing'],
    [Object.entries(textLimits).some(([field, most]) => `${finding[field]}`.length > most), 'a text is too long'],
    [times.some((field) => !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(`${finding[field]}`)), 'a time is none'],
    [finding['AwsAccountId'] !== accountId || !own.test(`${finding['ProductArn']}`), 'of another account or product'],
    [!isJsonObject(resource) || `${resource['Id']}`.length > 512, 'a resource is missing'],
    [objectAt(finding, 'FindingProviderFields') === undefined, 'severity and types could never be changed'],
    [`${finding['UpdatedAt']}` < `${finding['CreatedAt']}`, 'updated before it was created'],
    [known !== undefined && `${known['UpdatedAt']}` >= `${finding['UpdatedAt']}`, 'not newer than what is there'],
    [known !== undefined && known['CreatedAt'] !== finding['CreatedAt'], 'created once more'],
    [JSON.stringify(finding).length > 240_000, 'too large'],
  ];
  return faults.find(([isWrong]) => isWrong)?.[1];
}
