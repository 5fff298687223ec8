/** Writes the record of one plain call. */

import { instantOfEpochMs } from '../../domain/time.ts';
import type { Call } from './calls.ts';
import type { Random } from './random.ts';

/** The place and time of a record. */
export interface Moment {
  readonly account: string;
  readonly region: string;
  readonly atMs: number;
  readonly random: Random;
}

/** A caller as prepared texts: making one of its records only joins them. */
export interface Caller {
  /** `userIdentity` as JSON, split where the session's start goes, if it has one. */
  readonly identity: readonly [string, string?];
  readonly address: string;
  readonly agents: readonly string[];
  /** Further fields as JSON, each after a comma. */
  readonly more: string;
}

const versions = ['1.08', '1.09', '1.10', '1.11'];

/** One record of a plain call as JSON, about a thousand characters. `refusal` is its `errorCode`. */
export function callRecord(moment: Moment, caller: Caller, call: Call, refusal?: string): string {
  const { random, region, account } = moment;
  const time = instantOfEpochMs(moment.atMs) as string;
  const [source, parameters, rest, tail] = textOf(call, region, account);
  const error = refusal === undefined ? '' : `"errorCode":"${refusal}","errorMessage":"${messages[refusal] ?? ''}",`;
  const filled = rest === undefined ? parameters : parameters + random.hex() + rest;
  return `{"eventVersion":"${random.pick(versions)}","userIdentity":${identityAt(caller, time)},"eventTime":"${time}",${source},"sourceIPAddress":"${caller.address}","userAgent":"${random.pick(caller.agents)}",${error}"requestParameters":${filled},"responseElements":null,"requestID":"${random.uuid()}","eventID":"${random.uuid()}",${tail}${caller.more}}`;
}

const messages: { readonly [code: string]: string } = {
  AccessDenied: 'User is not authorized to perform this action: no identity-based policy allows it',
  ThrottlingException: 'Rate exceeded',
};

/** Sessions begin at the full hour. */
function identityAt({ identity: [before, after] }: Caller, time: string): string {
  return after === undefined ? before : `${before}${time.slice(0, 13)}:00:00Z${after}`;
}

type CallText = readonly [source: string, parameters: string, rest: string | undefined, tail: string];
const texts = new WeakMap<Call, Map<string, CallText>>();

/** The common text of a call's records, by Region. */
function textOf(call: Call, region: string, account: string): CallText {
  const byRegion = texts.get(call) ?? new Map<string, CallText>();
  texts.set(call, byRegion);
  const known = byRegion.get(region) ?? makeText(call, region, account);
  byRegion.set(region, known);
  return known;
}

function makeText({ source, name, readOnly, parameters }: Call, region: string, account: string): CallText {
  const [before = '', after] = JSON.stringify(parameters).split('#');
  const tail = {
    readOnly,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: 'Management',
    tlsDetails: {
      tlsVersion: 'TLSv1.3',
      cipherSuite: 'TLS_AES_128_GCM_SHA256',
      clientProvidedHostHeader: source.replace('.', `.${region}.`),
    },
  };
  const head = { eventSource: source, eventName: name, awsRegion: region };
  return [inner(head), before, after, inner(tail)];
}

/** The fields of an object as JSON, without its braces. */
const inner = (fields: object): string => JSON.stringify(fields).slice(1, -1);
