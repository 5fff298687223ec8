/** Checks of what keeps and signs the records of acts: the key and the bucket themselves. */

import type { Answer } from '../answer.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import { listOf, statementsOf } from '../lifecycle/policies/policy-statements.ts';
import { plainText } from '../plain-text.ts';
import { examine, type Finding, fail, ok, warn } from './finding.ts';
import type { RoleFacts } from './permission-checks.ts';

/** The key that signs; the fields are KMS's own words, undefined where KMS did not say. */
export interface KeyFacts {
  readonly arn: string;
  readonly state: string | undefined;
  readonly usage: string | undefined;
  readonly spec: string | undefined;
}

/** The bucket with the records. */
export interface RecordBucketFacts {
  readonly name: string;
  readonly isThere: boolean;
}

/** What is known of the key and the bucket; each is undefined where the stack has none. */
export interface EvidenceFacts {
  readonly key?: { readonly facts: Answer<KeyFacts>; readonly policy: Answer<string> } | undefined;
  readonly bucket?:
    | {
        readonly facts: Answer<RecordBucketFacts>;
        /** The mode of the default retention; undefined where no object is locked by default. */
        readonly lock: Answer<string | undefined>;
        /** Whether all four settings block public access. */
        readonly isPrivate: Answer<boolean>;
      }
    | undefined;
}

/** The roles of functions that act, by their ids in the template: these alone sign. */
const signers = ['QuarantineRole', 'RemoveRole'];

/** Checks key and bucket. Nothing is said of one that the stack does not have. */
export function checkEvidence({ key, bucket }: EvidenceFacts, roles: readonly Answer<RoleFacts>[]): Finding[] {
  return [
    ...(key === undefined ? [] : examine('evidence-key', key.facts, (facts) => [checkKey(facts)])),
    ...(key === undefined ? [] : examine('evidence-key', key.policy, (policy) => checkSigners(policy, roles))),
    ...(bucket === undefined ? [] : checkBucket(bucket)),
  ];
}

function checkKey({ arn, state, usage, spec }: KeyFacts): Finding {
  const said = plainText(arn);
  const loss = 'nothing is done but an undo, because no record can be signed';
  if (usage !== 'SIGN_VERIFY' || spec !== 'ECC_NIST_P256') {
    const what = plainText(`${usage ?? 'unknown use'}, ${spec ?? 'unknown kind'}`);
    return fail(
      'evidence-key',
      `${said} cannot sign records (${what}): ${loss}`,
      'give a key for signing, ECC_NIST_P256',
    );
  }
  if (state === 'Enabled') return ok('evidence-key', `${said} is enabled and signs`);
  return fail('evidence-key', `${said} is ${plainText(state ?? 'in no known state')}: ${loss}`, enableWords(said));
}

const enableWords = (arn: string) => `aws kms enable-key --key-id ${arn}`;

/** Who of the stack's roles may sign by the policy of the key. Conditions are not weighed. */
function checkSigners(policy: string, roles: readonly Answer<RoleFacts>[]): Finding[] {
  const statements = statementsOf(policy);
  if (statements === undefined) return [warn('evidence-key', 'its policy cannot be read', 'look at it in the console')];
  const about = statements.filter(isAboutSigning);
  const granted = about.filter(({ Effect }) => Effect === 'Allow');
  const known = roles.flatMap((role) => (role.kind === 'answered' ? [role.value] : []));
  const mayNot = known.filter((role) => signers.includes(role.id) && !maySign(role, granted));
  const mayToo = known.filter((role) => !signers.includes(role.id) && maySign(role, granted));
  const todo = 'look at the policy of the key, and of the roles';
  const namesOf = (found: readonly RoleFacts[]) => plainText(found.map(({ name }) => name).join(', '));
  const findings = [
    ...(mayNot.length > 0 ? [fail('evidence-key', `its policy does not let ${namesOf(mayNot)} sign`, todo)] : []),
    ...(mayToo.length > 0 ? [fail('evidence-key', `it lets ${namesOf(mayToo)} sign, too`, todo)] : []),
    ...(granted.some(isForAnybody) ? [fail('evidence-key', 'its policy lets anybody sign', todo)] : []),
    ...(about.length > granted.length ? [warn('evidence-key', 'a deny of its policy was not weighed', todo)] : []),
  ];
  return findings.length > 0 ? findings : [ok('evidence-key', 'the functions that act may sign, and no other of ours')];
}

const isAboutSigning = ({ Action: action, NotAction: excluded }: JsonObject): boolean =>
  excluded !== undefined ||
  listOf(action).some((each) => /^(?:\*|kms:(?:\*|S\*|Si\*|Sig\*|Sign\*?))$/i.test(`${each}`));

/** By its name in the key's policy, or by its own policy where the key leaves that to IAM. */
function maySign({ name, actions = [] }: RoleFacts, granted: readonly JsonObject[]): boolean {
  const principals = granted.flatMap(principalsOf);
  const isNamed = principals.some((each) => each.endsWith(`/${name}`));
  const isLeftToIam = principals.some((each) => /^(?:\*|\d{12}|arn:[^:]+:iam::\d{12}:root)$/.test(each));
  return isNamed || (isLeftToIam && actions.some((action) => action === 'kms:Sign' || action.includes('*')));
}

function principalsOf({ Principal: principal }: JsonObject): string[] {
  if (typeof principal === 'string') return [principal];
  return isJsonObject(principal) ? listOf(principal['AWS']).map(String) : [];
}

const isForAnybody = (statement: JsonObject): boolean =>
  principalsOf(statement).includes('*') && statement['Condition'] === undefined;

function checkBucket({ facts, lock, isPrivate }: NonNullable<EvidenceFacts['bucket']>): Finding[] {
  const todo = 'deploy with EvidenceBucket=create, or set it on the bucket';
  const isGone = facts.kind === 'answered' && !facts.value.isThere;
  const found = examine('evidence-bucket', facts, ({ name, isThere }) =>
    isThere
      ? []
      : [fail('evidence-bucket', `${plainText(name)} is gone: nothing is done, because no record can be kept`, todo)],
  );
  if (isGone) return [...found];
  return [
    ...found,
    ...examine('evidence-bucket', lock, (mode) => [
      mode === 'COMPLIANCE'
        ? ok('evidence-bucket', 'each record is locked in the mode COMPLIANCE')
        : warn('evidence-bucket', `${lockWords(mode)}: who may delete its objects can delete records`, todo),
    ]),
    ...examine('evidence-bucket', isPrivate, (isBlocked) => [
      isBlocked
        ? ok('evidence-bucket', 'public access to it is blocked')
        : fail('evidence-bucket', 'public access to it is not blocked', todo),
    ]),
  ];
}

const lockWords = (mode: string | undefined) =>
  mode === undefined ? 'its objects are not locked' : `its objects are locked in the mode ${plainText(mode)}`;
