import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DeleteCall } from '../../../domain/lifecycle/deletion/delete-call.ts';
import type { UserAccess } from '../../../domain/lifecycle/user-access.ts';
import { daysAgo } from '../../domain/builders.ts';
import { type Answer, errorOf, list, result, tag } from '../iam-answers.ts';
import { deleteModel } from '../lifecycle/delete-model.ts';
import type { IamModel } from '../lifecycle/iam-model.ts';
import { textOf } from '../request-text.ts';
import { credentialServices, serviceCredentialFields } from './iam-parameters.ts';

type Asked = Readonly<Record<string, string>>;

/** A read of IAM: the parameters that it takes, all of them needed but `may`, and the answer. */
interface Read {
  readonly takes: readonly string[];
  /** What it may be given beside. */
  readonly may?: readonly string[];
  readonly answer: (user: UserAccess, asked: Asked) => string;
}

const ofUser = (answer: Read['answer'], ...more: readonly string[]): Read => ({ takes: ['UserName', ...more], answer });

/** Pages of one, as IAM may give fewer than there are: whoever takes the first page alone is found out. */
const listed = (name: string, of: (user: UserAccess) => readonly string[]): Read => ({
  ...ofUser((user, { Marker }) => pageOf(name, of(user), Marker)),
  may: ['Marker'],
});

/** A marker that was not given is refused. */
function pageOf(name: string, all: readonly string[], marker = 'from-0', size = 1): string {
  const from = Number(/^from-(\d+)$/.exec(marker)?.[1] ?? Number.NaN);
  if (!(from === 0 || from < all.length)) throw new Error('InvalidInput');
  const next = from + size;
  const more =
    next < all.length
      ? `<IsTruncated>true</IsTruncated>${tag('Marker', `from-${next}`)}`
      : '<IsTruncated>false</IsTruncated>';
  return list(name, all.slice(from, next)) + more;
}
const credentials = (name: string, key: string, of: (user: UserAccess) => UserAccess['sshKeys'], more = '') =>
  listed(name, (user) =>
    of(user).map(({ id, status }) => tag('UserName', user.userName) + tag(key, id) + tag('Status', status) + more),
  );

const created = tag('CreateDate', daysAgo(900));
const uploaded = tag('UploadDate', daysAgo(900));

const reads: Readonly<Record<string, Read>> = {
  GetUser: ofUser(({ userId, userName, path, tags, boundary }) => {
    const tagged = list(
      'Tags',
      tags.map(({ key, value }) => tag('Key', key) + tag('Value', value)),
    );
    const bound = boundary === undefined ? '' : tag('PermissionsBoundaryArn', boundary);
    const named = tag('UserName', userName) + tag('UserId', userId) + tag('Path', path);
    return `<User>${named}${created}${tagged}<PermissionsBoundary>${bound}</PermissionsBoundary></User>`;
  }),
  GetLoginProfile: ofUser(({ userName, passwordCreatedAt }) => {
    if (passwordCreatedAt === undefined) throw new Error('NoSuchEntity');
    return `<LoginProfile>${tag('UserName', userName)}${tag('CreateDate', passwordCreatedAt)}</LoginProfile>`;
  }),
  ListAccessKeys: credentials('AccessKeyMetadata', 'AccessKeyId', ({ accessKeys }) => accessKeys, created),
  ListSSHPublicKeys: credentials('SSHPublicKeys', 'SSHPublicKeyId', ({ sshKeys }) => sshKeys, uploaded),
  ListSigningCertificates: credentials(
    'Certificates',
    'CertificateId',
    ({ certificates }) => certificates,
    tag('CertificateBody', 'a certificate') + uploaded,
  ),
  ListServiceSpecificCredentials: listed('ServiceSpecificCredentials', ({ userName, serviceCredentials }) =>
    serviceCredentials.map(({ id, status }, index) => {
      const service = `${credentialServices[index % credentialServices.length]}`;
      return serviceCredentialFields({ userName, id, status, service, createdAt: daysAgo(900) })
        .map(([name, text]) => tag(name, text))
        .join('');
    }),
  ),
  ListMFADevices: listed('MFADevices', ({ userName, mfaDevices }) =>
    mfaDevices.map((serial) => tag('UserName', userName) + tag('SerialNumber', serial)),
  ),
  ListAttachedUserPolicies: listed('AttachedPolicies', ({ attachedPolicies }) =>
    attachedPolicies.map((arn) => tag('PolicyName', `${arn.split('/').at(-1)}`) + tag('PolicyArn', arn)),
  ),
  ListUserPolicies: listed('PolicyNames', ({ inlinePolicies }) => inlinePolicies.map(({ name }) => name)),
  ListGroupsForUser: listed('Groups', ({ groups }) => groups.map((name) => tag('GroupName', name))),
  GetUserPolicy: ofUser(({ userName, inlinePolicies }, { PolicyName = '' }) => {
    const document = encodeURIComponent(`${inlinePolicies.find(({ name }) => name === PolicyName)?.document}`);
    return tag('UserName', userName) + tag('PolicyName', PolicyName) + tag('PolicyDocument', document);
  }, 'PolicyName'),
  GetSSHPublicKey: ofUser(
    ({ userName }, { SSHPublicKeyId = '' }) => {
      const named = tag('UserName', userName) + tag('SSHPublicKeyId', SSHPublicKeyId);
      return `<SSHPublicKey>${named}${tag('SSHPublicKeyBody', 'ssh-rsa A')}</SSHPublicKey>`;
    },
    'SSHPublicKeyId',
    'Encoding',
  ),
};

/** Reads that name no user. */
const others: Readonly<Record<string, Omit<Read, 'answer'> & { readonly answer: string }>> = {
  GetAccessKeyLastUsed: {
    takes: ['AccessKeyId'],
    answer: `<AccessKeyLastUsed>${tag('LastUsedDate', daysAgo(200))}${tag('ServiceName', 's3')}</AccessKeyLastUsed>`,
  },
  GetPolicy: { takes: ['PolicyArn'], answer: `<Policy>${tag('DefaultVersionId', 'v2')}</Policy>` },
  GetPolicyVersion: {
    takes: ['PolicyArn', 'VersionId'],
    answer: `<PolicyVersion>${tag('Document', '%7B%7D')}</PolicyVersion>`,
  },
};

/** The second parameter of each call that deletes, as IAM and as a plan calls it. */
const deletes: Readonly<Record<string, readonly [string, string] | undefined>> = {
  DeleteLoginProfile: undefined,
  DeleteAccessKey: ['AccessKeyId', 'accessKeyId'],
  DeleteServiceSpecificCredential: ['ServiceSpecificCredentialId', 'credentialId'],
  DeleteSSHPublicKey: ['SSHPublicKeyId', 'keyId'],
  DeleteSigningCertificate: ['CertificateId', 'certificateId'],
  DeactivateMFADevice: ['SerialNumber', 'serialNumber'],
  DeleteVirtualMFADevice: ['SerialNumber', 'serialNumber'],
  RemoveUserFromGroup: ['GroupName', 'groupName'],
  DeleteUserPolicy: ['PolicyName', 'policyName'],
  DetachUserPolicy: ['PolicyArn', 'policyArn'],
  DeleteUser: undefined,
};

/** The model over HTTP, and the actions of the calls that delete. */
export interface ModelServer {
  readonly endpoint: string;
  readonly deleted: readonly string[];
  stop(): Promise<void>;
}

/**
 * IAM's query protocol over the model: what is asked about one user, and what deletes. Stricter than IAM: it takes
 * exactly the parameters of the reference, no more and no fewer, and what is not there is `NoSuchEntity`.
 */
export async function startModelServer(model: IamModel): Promise<ModelServer> {
  const deleted: string[] = [];
  const server = createServer(async (request, response) => {
    const { Action = '', Version, ...asked } = Object.fromEntries(new URLSearchParams(await textOf(request)));
    const known = Version === '2010-05-08';
    const { status, body } = known ? await answerOf(Action, asked) : errorOf('InvalidAction', 400);
    response.writeHead(status, { 'content-type': 'text/xml', 'x-amzn-requestid': randomUUID() }).end(body);
  });
  const answerOf = (action: string, asked: Asked): Answer | Promise<Answer> => {
    if (action in deletes) return deletedBy(action, asked);
    if (action === 'ListUsers') return usersPage(model, asked);
    const read = reads[action] ?? others[action];
    if (read === undefined) return errorOf('InvalidAction', 400);
    if (!hasExactly(asked, read.takes, read.may)) return errorOf('ValidationError', 400);
    if (typeof read.answer === 'string') return result(action, read.answer);
    const user = model.users.get(`${asked['UserName']}`);
    try {
      return user === undefined ? errorOf('NoSuchEntity', 404) : result(action, read.answer(user, asked));
    } catch (error) {
      return errorOf((error as Error).message, 404);
    }
  };
  const deletedBy = async (action: string, asked: Asked): Promise<Answer> => {
    const [name, field] = deletes[action] ?? [];
    const named = action === 'DeleteVirtualMFADevice' ? [] : ['UserName'];
    if (!hasExactly(asked, name === undefined ? named : [...named, name])) return errorOf('ValidationError', 400);
    const { UserName: userName = '' } = asked;
    const before = stateOf();
    const call = { action, userName, ...(field && name && { [field]: asked[name] }) } as DeleteCall;
    const sent = await deleteModel(model, deleted).send(call);
    if (sent.kind === 'failed') return errorOf(sent.failure.why.replace(/Exception$/, ''), 409);
    return stateOf() === before ? errorOf('NoSuchEntity', 404) : result(action, '');
  };
  const stateOf = () => JSON.stringify([[...model.users], [...model.devices]]);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = () => new Promise<void>((resolve) => void server.close(() => resolve()).closeAllConnections());
  return { endpoint, deleted, stop };
}

function usersPage({ users }: IamModel, { MaxItems, Marker, ...others }: Asked): Answer {
  if (!(Number(MaxItems) <= 1000) || Object.keys(others).length > 0) return errorOf('ValidationError', 400);
  const all = [...users.values()].map(({ userId, userName, path }) => {
    const arn = `arn:aws:iam::123456789012:user${path}${userName}`;
    return tag('UserName', userName) + tag('UserId', userId) + tag('Path', path) + tag('Arn', arn) + created;
  });
  return result('ListUsers', pageOf('Users', all, Marker, 2));
}

const hasExactly = (asked: Asked, takes: readonly string[], may: readonly string[] = []): boolean =>
  Object.keys(asked)
    .filter((name) => !may.includes(name))
    .toSorted()
    .join() === takes.toSorted().join();
