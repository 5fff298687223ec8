import { beginJob, type FakeService, type Jobs, stateOfJob } from './iam/iam-jobs.ts';
import { credentialServices, serviceCredentialFields, unknownParameters } from './iam/iam-parameters.ts';
import { arnOf, type FakeSshKey, type FakeUser, reportCsv } from './iam-account.ts';
import type { IamAccount } from './iam-server.ts';

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** IAM's answer to one request, or its refusal of what its reference does not allow. */
export function answerOf(action: string, account: IamAccount, asked: URLSearchParams, caller: Caller): Answer {
  const shown = actions[action];
  if (shown === undefined) return errorOf('InvalidAction', 400);
  if (unknownParameters(action, asked).length > 0) return errorOf('ValidationError', 400);
  try {
    return result(action, shown(account, asked, caller));
  } catch (error) {
    return errorOf((error as Error).message, 400);
  }
}

export function errorOf(code: string, status: number): Answer {
  const body = `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>${code}</Code><Message>told to</Message></Error><RequestId>1</RequestId></ErrorResponse>`;
  return { status, body };
}

export function result(action: string, inner: string): Answer {
  const body = `<${action}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><${action}Result>${inner}</${action}Result><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></${action}Response>`;
  return { status: 200, body };
}

/** Who asks, and the jobs of the account. */
interface Caller {
  readonly jobs: Jobs;
  readonly session: string;
}

const actions: Readonly<Record<string, (account: IamAccount, asked: URLSearchParams, caller: Caller) => string>> = {
  GenerateCredentialReport: () => '<State>COMPLETE</State>',
  GetCredentialReport: (account) => {
    const csv = reportCsv(account.reportUsers ?? account.users);
    const content = Buffer.from(csv).toString('base64');
    return `<Content>${content}</Content><ReportFormat>text/csv</ReportFormat><GeneratedTime>${account.reportGeneratedAt}</GeneratedTime>`;
  },
  GetAccountAuthorizationDetails: (account, asked) => {
    if (asked.get('Filter.member.1') !== 'User') throw new Error('InvalidInput');
    return page(account, asked, account.users, 'UserDetailList', detailXml);
  },
  ListUsers: (account, asked) => page(account, asked, account.users, 'Users', userXml),
  ListServiceSpecificCredentials: (account, asked) => {
    const service = asked.get('ServiceName');
    if (asked.get('AllUsers') !== 'true' || service === null || asked.has('UserName')) throw new Error('InvalidInput');
    if (!credentialServices.includes(service)) throw new Error('NotSupportedService');
    const listed = account.serviceCredentials.filter((credential) => credential.service === service);
    return page(account, asked, listed, 'ServiceSpecificCredentials', (credential) =>
      serviceCredentialFields(credential)
        .map(([name, text]) => tag(name, text))
        .join(''),
    );
  },
  ListSSHPublicKeys: (account, asked) => {
    const userName = asked.get('UserName');
    if (!account.users.some((user) => user.userName === userName)) throw new Error('NoSuchEntity');
    const listed = account.sshKeys.filter((key) => key.userName === userName);
    return page(account, asked, listed, 'SSHPublicKeys', sshKeyXml);
  },
  ListAccessKeys: (account, asked) => {
    const keys = account.users.find(({ userName }) => userName === asked.get('UserName'))?.keys;
    if (keys === undefined) throw new Error('NoSuchEntity');
    return page(
      account,
      asked,
      keys,
      'AccessKeyMetadata',
      ({ id, createdAt }) => tag('AccessKeyId', id) + tag('Status', 'Active') + tag('CreateDate', createdAt),
    );
  },
  GetUser: (account, asked) => {
    const user = account.users.find(({ userName }) => userName === asked.get('UserName'));
    if (user === undefined) throw new Error('NoSuchEntity');
    return `<User>${userXml(user)}</User>`;
  },
  GenerateServiceLastAccessedDetails: (account, asked, { jobs, session }) =>
    tag('JobId', beginJob(account, jobs, asked, session)),
  GetServiceLastAccessedDetails: (account, asked, { jobs, session }) => {
    const { status, failure, services, user, createdAt, endedAt } = stateOfJob(account, jobs, asked, session);
    const head = [tag('JobStatus', status), tag('JobType', 'SERVICE_LEVEL'), tag('JobCreationDate', createdAt)];
    const error = failure === undefined ? '' : `<Error>${tag('Code', failure)}${tag('Message', 'told to')}</Error>`;
    const ended = status === 'IN_PROGRESS' ? '' : tag('JobCompletionDate', endedAt);
    const listed = page(account, asked, services, 'ServicesLastAccessed', (service) =>
      serviceXml(service, arnOf(user)),
    );
    return `${head.join('')}${ended}${error}${listed}`;
  },
  GetAccessKeyLastUsed: (account, asked) => {
    const user = account.users.find(({ keys }) => keys.some(({ id }) => id === asked.get('AccessKeyId')));
    if (user === undefined) throw new Error('AccessDenied');
    const lastUsed = user.keys.find(({ id }) => id === asked.get('AccessKeyId'))?.lastUsed;
    const when = lastUsed === undefined ? '' : tag('LastUsedDate', lastUsed);
    return `${tag('UserName', user.userName)}<AccessKeyLastUsed>${when}${tag('ServiceName', 's3')}${tag('Region', 'eu-west-1')}</AccessKeyLastUsed>`;
  },
};

/** One page, by a marker that only this server gives: `page-` and where it begins. */
function page<T>(
  account: IamAccount,
  asked: URLSearchParams,
  all: readonly T[],
  name: string,
  xml: (one: T) => string,
): string {
  const wanted = Number(asked.get('MaxItems') ?? 100);
  if (!(wanted >= 1 && wanted <= 1000)) throw new Error('ValidationError');
  const marker = asked.get('Marker');
  const start = marker === null ? 0 : Number(/^page-(\d+)$/.exec(marker)?.[1]);
  if (!(start >= 0 && start <= all.length)) throw new Error('InvalidInput');
  const end = start + Math.min(wanted, account.pageSize);
  const members = all.slice(start, end).map(xml);
  const more =
    end < all.length
      ? `<IsTruncated>true</IsTruncated><Marker>page-${end}</Marker>`
      : '<IsTruncated>false</IsTruncated>';
  return list(name, members) + more;
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
export const tag = (name: string, text: string) =>
  `<${name}>${text.replace(/[&<>]/g, (char) => escapes[char] ?? '')}</${name}>`;

/** A list of members, each as XML. */
export const list = (name: string, members: readonly string[]): string =>
  `<${name}>${members.map((member) => `<member>${member}</member>`).join('')}</${name}>`;

function userXml(user: FakeUser): string {
  const used = user.passwordLastUsed === undefined ? '' : tag('PasswordLastUsed', user.passwordLastUsed);
  return `${identityXml(user)}${used}`;
}

function identityXml(user: FakeUser): string {
  return [
    tag('Path', '/'),
    tag('UserName', user.userName),
    tag('UserId', user.userId),
    tag('Arn', arnOf(user)),
    tag('CreateDate', user.createdAt),
  ].join('');
}

function detailXml(user: FakeUser): string {
  const tags = Object.entries(user.tags ?? {}).map(
    ([key, value]) => `<member>${tag('Key', key)}${tag('Value', value)}</member>`,
  );
  return `${identityXml(user)}<GroupList></GroupList><AttachedManagedPolicies></AttachedManagedPolicies><Tags>${tags.join('')}</Tags>`;
}

function sshKeyXml({ userName, id, uploadedAt, status }: FakeSshKey): string {
  return [
    tag('UserName', userName),
    tag('SSHPublicKeyId', id),
    tag('Status', status ?? 'Active'),
    tag('UploadDate', uploadedAt),
  ].join('');
}

function serviceXml({ service, lastAccessed, region }: FakeService, arn: string): string {
  const used =
    lastAccessed === undefined ? [] : [tag('LastAuthenticated', lastAccessed), tag('LastAuthenticatedEntity', arn)];
  return [
    tag('ServiceName', service.toUpperCase()),
    tag('ServiceNamespace', service),
    ...used,
    ...(region === undefined ? [] : [tag('LastAuthenticatedRegion', region)]),
    tag('TotalAuthenticatedEntities', `${used.length === 0 ? 0 : 1}`),
  ].join('');
}
