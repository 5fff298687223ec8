import { availableParallelism } from 'node:os';

/** One way to the answer: when each user was last seen, by account and unique id. `out` is `-` where it gives none. */
export interface Contender {
  readonly name: string;
  /** The command; `files` is a folder of `.json.gz`. */
  readonly command: (files: string) => readonly [string, ...string[]];
  readonly answers: boolean;
  /** Where it takes no more than this many records: some are here to compare, and take minutes. */
  readonly mostRecords: number;
  /** The program that must be installed, where the command only begins another. */
  readonly needs?: string;
  /** Whether it needs the digests of the archive: who changes its records changes their hashes. */
  readonly needsDigests?: boolean;
}

const self = (role: string) => (files: string) =>
  [process.execPath, process.argv[1] as string, '--role', role, files] as const;

const anyNumber = Number.POSITIVE_INFINITY;
const some = 2_000_000;

const jqFilter = `.Records[] | .userIdentity as $i | select($i != null)
  | (if $i.type == "FederatedUser" then $i.sessionContext.sessionIssuer else $i end) as $h
  | select(($h.principalId // "" | startswith("AIDA")) and (.eventTime // "~") <= "2026-11-01T00:00:00Z"
    and ($h.type == "IAMUser" or $h.type == "Unknown") and $i.accountId == .recipientAccountId
    and $i.userName != "HIDDEN_DUE_TO_SECURITY_REASONS" and .eventCategory != "NetworkActivity"
    and (.eventType != "AwsConsoleSignIn" or (.eventName == "ConsoleLogin" and .errorMessage == null)))
  | "\\($h.principalId)\\t\\(.eventTime)"`;

/** Folds `id TAB time` lines, as awk does best. */
const latest = `awk -F'\\t' '$2>m[$1]{m[$1]=$2}END{for(k in m)print k"\\t"m[k]}'`;

const python = `
import sys, gzip, json, pathlib, concurrent.futures as c
def one(path):
    seen = {}
    for r in json.loads(gzip.open(path).read())['Records']:
        i = r.get('userIdentity') or {}
        h = i
        if i.get('type') == 'FederatedUser': h = i['sessionContext']['sessionIssuer']
        k = h.get('principalId') or ''
        t = r.get('eventTime') or '~'
        if not k.startswith('AIDA') or t > '2026-11-01T00:00:00Z' or h.get('type') not in ('IAMUser', 'Unknown'): continue
        if i.get('accountId') != r.get('recipientAccountId') or r.get('eventCategory') == 'NetworkActivity': continue
        if i.get('userName') == 'HIDDEN_DUE_TO_SECURITY_REASONS': continue
        if r.get('eventType') == 'AwsConsoleSignIn' and (r['eventName'] != 'ConsoleLogin' or 'errorMessage' in r): continue
        if t > seen.get(k, ''): seen[k] = t
    return seen
seen = {}
with c.ProcessPoolExecutor() as pool:
    for part in pool.map(one, [str(p) for p in pathlib.Path(sys.argv[1]).rglob('*_CloudTrail_*.json.gz')], chunksize=8):
        for k, t in part.items():
            if t > seen.get(k, ''): seen[k] = t
for k, t in seen.items(): print(k + '\\t' + t)
`;

export const contenders: readonly Contender[] = [
  {
    name: 'limit',
    command: (files) => [
      'sh',
      '-c',
      `find '${files}' -name '*_CloudTrail_*.json.gz' -print0 |
        xargs -0 -P ${availableParallelism()} -n 16 libdeflate-gunzip -c > /dev/null`,
    ],
    answers: false,
    mostRecords: anyNumber,
    needs: 'libdeflate-gunzip',
  },
  { name: 'inflate', command: self('inflate'), answers: false, mostRecords: anyNumber },
  { name: 'scan', command: self('scan'), answers: true, mostRecords: anyNumber },
  { name: 'proof', command: self('proof'), answers: true, mostRecords: anyNumber, needsDigests: true },
  { name: 'parse', command: self('parse'), answers: true, mostRecords: some },
  { name: 'duckdb', command: self('duckdb'), answers: true, mostRecords: anyNumber },
  {
    name: 'jq',
    command: (files) => [
      'bash',
      '-c',
      // Each process writes a file of its own: lines of two would get into one another in a pipe.
      `set -o pipefail; export parts="$(mktemp -d)"; trap 'rm -r "$parts"' EXIT
      find '${files}' -name '*_CloudTrail_*.json.gz' -print0 |
        xargs -0 -P 2 -n 16 sh -c 'gzip -dc "$@" | jq -r "$0" > "$(mktemp -p "$parts")"' '${jqFilter}'
      cat "$parts"/* | ${latest}`,
    ],
    answers: true,
    mostRecords: some,
  },
  { name: 'python', command: (files) => ['python3', '-c', python, files], answers: true, mostRecords: some },
];
