/** A generator of whole numbers below a bound, from a seed (mulberry32). */
export type Below = (bound: number) => number;

export function belowFrom(seed: number): Below {
  let state = seed;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * bound);
  };
}

type Json = Record<string, unknown>;

export const pick = <T>(below: Below, from: readonly T[]): T => from[below(from.length)] as T;

const names = [
  'eventVersion,userIdentity,eventTime,eventID,eventName,eventSource,sourceIPAddress,userAgent,eventType,eventCategory',
  'recipientAccountId,awsRegion,sessionCredentialFromConsole,errorCode,errorMessage,responseElements,requestParameters',
  'awslogs,messageType,Records,detail-type,__proto__,additionalEventData,readOnly,managementEvent',
  'ReadOnly,useridentity,EventTime,eventid,eventTime ,eventversion,constructor,toString',
]
  .join(',')
  .split(',');
const identityNames =
  'type,accountId,principalId,arn,userName,accessKeyId,invokedBy,sessionContext,userIdentity,eventTime'.split(',');
const literals: readonly unknown[] = [true, false, null, 'true', 'false', 0, 1, '', [false], { a: false }, undefined];
const signIns: readonly string[] = [
  ...[
    'signin.amazonaws.com',
    'eu-west-1.signin.aws.amazon.com',
    'x.signin.',
    'notsignin.amazonaws.com',
    'signin',
    '.signin',
  ],
  ...['a.b.c.d.e.f.g.h.signin.i', 'Signin.amazonaws.com', 'sign.in.amazonaws.com', 'sts.amazonaws.com', 'signin.'],
];
const values: readonly unknown[] = [
  ...[
    null,
    true,
    false,
    0,
    -1.5e-7,
    12,
    '',
    ' ',
    'x',
    [],
    {},
    [1, [2]],
    { a: {} },
    '"',
    '\\',
    '\u0000',
    'ä€😀',
    '\ud800',
  ],
  ...['IAMUser', 'Root', 'AssumedRole', 'FederatedUser', 'Unknown', 'AWSService', 'AWSAccount', 'ConsoleLogin'],
  ...['signin.amazonaws.com', 'AwsConsoleSignIn', 'AwsServiceEvent', 'Insight', 'AwsCloudTrailInsight', 'AccessDenied'],
  ...[
    'us-east-1',
    '111122223333',
    '444455556666',
    'AIDAEXAMPLE234567890',
    'AKIAEXAMPLE234567890',
    'ASIAEXAMPLE234567890',
  ],
  ...['arn:aws:iam::111122223333:user/alice', 'true', 'CheckMfa', 'alice', 'HIDDEN_DUE_TO_SECURITY_REASONS'],
  ...[
    '2026-10-31T23:59:59Z',
    '2026-10-31T23:59:59.5Z',
    '2026-02-29T00:00:00Z',
    '2024-02-29T12:00:00Z',
    '1969-12-31T23:59:59Z',
  ],
  ...[
    '2026-11-01T00:00:00Z',
    '2026-11-01T00:00:01Z',
    '2026-11-01T00:15:01Z',
    '2099-01-01T00:00:00Z',
    '2009-12-31T00:00:00Z',
  ],
  ...[
    '2026-10-31t23:59:59Z',
    '2026-10-31T24:00:00Z',
    '2026-10-31T23:60:00Z',
    '2026-00-10T00:00:00Z',
    '2032-06-05T00:00:00Z',
  ],
  ...['a', 'b', 'ab', 'x'.repeat(64), 'x'.repeat(65), 'y'.repeat(1300), 'z'.repeat(2000)],
];

/** Changes what a record says: other values, order, decoys. */
const rewritings: readonly ((record: Json, below: Below) => Json)[] = [
  (record, below) => ({ ...record, [pick(below, names)]: pick(below, values) }),
  (record, below) =>
    inIdentity(record, (identity) => ({ ...identity, [pick(below, identityNames)]: pick(below, values) })),
  (record, below) => without(record, pick(below, names)),
  (record, below) => inIdentity(record, (identity) => without(identity, pick(below, identityNames))),
  (record, below) => shuffled(record, below),
  (record, below) => inIdentity(record, (identity) => shuffled(identity, below)),
  (record, below) => ({ ...record, requestParameters: nested(record, below(8)), userAgent: `","eventTime":"2026` }),
  (record, below) => ({ ...record, requestParameters: { s: JSON.stringify(record).slice(0, below(999)) } }),
  (record, below) => inIdentity(record, (identity) => ({ ...identity, tags: nested(record, below(70)) })),
  (record, below) => ({ ...record, eventTime: pick(below, values), eventID: pick(below, ['a', 'b', 'ab', 'B']) }),
  (record, below) => ({
    ...record,
    eventTime: `20${10 + below(25)}-0${1 + below(9)}-${10 + below(22)}T0${below(10)}:00:00Z`,
  }),
  (record, below) => ({
    ...record,
    readOnly: pick(below, literals),
    managementEvent: pick(below, literals),
    eventType: pick(below, ['AwsApiCall', 'AwsServiceEvent', 'AwsConsoleAction', undefined]),
    eventCategory: pick(below, ['Management', 'Data', null, undefined]),
  }),
  (record, below) => ({ ...record, eventSource: pick(below, signIns) }),
  (record, below) =>
    inIdentity(without(record, 'recipientAccountId'), (identity) => ({ ...identity, accountId: pick(below, values) })),
  (record, below) => ({
    ...record,
    eventTime: '2026-10-31T23:59:59Z',
    eventID: 'same',
    userAgent: pick(below, values),
  }),
];

/** Changes how it is written. */
const respellings: readonly ((text: string, below: Below) => string)[] = [
  (text, below) =>
    at(text, below, (letter) =>
      /\w/.test(letter) ? `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}` : letter,
    ),
  (text, below) =>
    at(text, below, (letter) => `${pick(below, [' ', '\n', '\t', '\r', '  ', '\ufeff', '\u0000'])}${letter}`),
  (text, below) => at(text, below, (letter) => (/[,:[{]/.test(letter) ? `${letter} ` : letter)),
  (text, below) => at(text, below, () => ''),
  (text, below) => at(text, below, (letter) => String.fromCharCode(letter.charCodeAt(0) ^ (1 << below(7)))),
  (text, below) => at(text, below, (letter) => `${letter}${pick(below, [...'{}[]",:\\/-+.eE019tfnu'])}`),
  (text, below) =>
    at(text, below, (letter) => pick(below, ['\\n', '\\/', '\\x', '\\u12', '\\uD83D', letter, '\u007f', 'é'])),
  (text, below) => `{"${pick(below, names)}":${JSON.stringify(pick(below, values))},${text.slice(1)}`,
  (text, below) => text.replace(/"userIdentity":\{/, (all) => `${all}"${pick(below, identityNames)}":"AssumedRole",`),
  (text, below) =>
    text.replace('"readOnly"', () =>
      pick(below, ['"read\\u004fnly"', '"readOnly" ', '"readOnly":false,"readOnly"', '"readOnly\u0000"']),
    ),
  (text, below) =>
    text.replace(
      /\}$/,
      () =>
        `,"${pick(below, ['readOnly', 'managementEvent'])}":${pick(below, ['true', 'false', 'null', '"false"', 'fals'])}}`,
    ),
  (text, below) =>
    text.replace(
      /":(true|false|null|\d+)/,
      () => `":${pick(below, ['01', '-', '1.', '.5', '1e', '1e+5', '-0', 'tru', 'nulll', '1E-2', 'NaN'])}`,
    ),
  (text) => JSON.stringify(JSON.parse(text), null, 1),
];

/** One record's text, changed `times` times in what it says and how it is written. */
export function mutated(text: string, times: number, below: Below): string {
  let record: Json = JSON.parse(text);
  for (let time = 0; time < times; time++) record = pick(below, rewritings)(record, below);
  const rewritten = JSON.stringify(record);
  return below(2) === 0 ? rewritten : pick(below, respellings)(rewritten, below);
}

function at(text: string, below: Below, change: (letter: string) => string): string {
  const index = below(text.length);
  return text.slice(0, index) + change(text[index] as string) + text.slice(index + 1);
}

function inIdentity(record: Json, change: (identity: Json) => Json): Json {
  const identity = record['userIdentity'];
  return typeof identity === 'object' && identity !== null
    ? { ...record, userIdentity: change(identity as Json) }
    : record;
}

function without(object: Json, name: string): Json {
  const { [name]: _, ...rest } = object;
  return rest;
}

function shuffled(object: Json, below: Below): Json {
  const entries = Object.entries(object).map((entry) => ({ entry, rank: below(1000) }));
  return Object.fromEntries(entries.sort((a, b) => a.rank - b.rank).map(({ entry }) => entry));
}

function nested(record: Json, depth: number): unknown {
  let inner: unknown = {
    Records: [{ eventVersion: '1', userIdentity: record['userIdentity'], eventTime: record['eventTime'] }],
  };
  for (let level = 0; level < depth; level++)
    inner = level % 2 === 0 ? { userIdentity: inner, eventID: 'decoy' } : [inner, '"}]'];
  return inner;
}
