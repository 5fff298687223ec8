import { namesIn } from '../../domain/cloudtrail/other-json.ts';

/** The kinds of files that lie beside CloudTrail's logs. */
export type OtherLogs =
  | 'apple-double'
  | 'config'
  | 'flow-logs'
  | 'guard-duty'
  | 'inventory'
  | 'load-balancer'
  | 'other'
  | 'own-data'
  | 'resolver'
  | 'waf';

/** The folders of other AWS services beside CloudTrail's, below `AWSLogs/[o-ID/]ACCOUNT/`. */
const services: ReadonlyMap<string, OtherLogs> = new Map([
  ['Config', 'config'],
  ['GuardDuty', 'guard-duty'],
  ['WAFLogs', 'waf'],
  ['elasticloadbalancing', 'load-balancer'],
  ['vpcflowlogs', 'flow-logs'],
  ['vpcdnsquerylogs', 'resolver'],
  ['route53resolver', 'resolver'],
  ['S3', 'other'],
  ['SecurityHub', 'other'],
  ['SecurityLake', 'other'],
  ['cloudfront', 'other'],
  ['globalaccelerator', 'other'],
  ['network-firewall', 'other'],
  ['redshift', 'other'],
  ['verified-access', 'other'],
  ['vpclattice', 'other'],
  ['AppMesh', 'other'],
]);

/** The kind of a file in another service's folder; undefined where the file may be CloudTrail's. */
export function serviceOf(segments: readonly string[]): OtherLogs | undefined {
  const root = segments.lastIndexOf('AWSLogs');
  if (root < 0) return undefined;
  const [first = '', second = '', third = ''] = segments.slice(root + 1);
  const [account, service] = /^o-[a-z0-9]{10,32}$/.test(first) ? [second, third] : [first, second];
  return /^\d{12}$/.test(account) ? services.get(service) : undefined;
}

/** The first lines that show the kind of a text. */
const firstLines: readonly (readonly [OtherLogs, RegExp])[] = [
  ['inventory', /^"?user"?,"?arn"?,"?user_creation_time/],
  ['flow-logs', /^(?:version account-id|\d+ \d{12} eni-)/],
  ['load-balancer', /^(?:https?|h2|grpcs?|wss?|tls) (?:[\d.]+ )?\d{4}-\d\d-\d\dT\S+Z? \S+ /],
  ['load-balancer', /^\d{4}-\d\d-\d\dT\S+Z \S+ \d+\.\d+\.\d+\.\d+:\d+ \S+ \d/],
  ['other', /^[0-9a-f]{64} \S+ \[\d\d\/[A-Z][a-z]{2}\/\d{4}:/],
];

/** The kind of a text by its first line; undefined where the line does not show it. */
export function textKindOf(firstLine: string): OtherLogs | undefined {
  return firstLines.find(([, pattern]) => pattern.test(firstLine))?.[0];
}

/** Folders of tools, which hold their own files and no logs of a trail. */
const toolFolders: readonly string[] = ['.git', '.hg', '.svn', 'node_modules', '__pycache__', '.venv', '.terraform'];

export const isToolFolder = (name: string): boolean => toolFolders.includes(name);

const codeName =
  /\.(?:adoc|bash|bat|c|cfg|conf|cpp|css|go|h|hcl|html?|ini|java|j2|js|jsx|kt|lock|md|mjs|cjs|ps1|py|rb|rs|rst|scala|sh|sql|tf|tfvars|tmpl|toml|tpl|ts|tsx|zsh)$/i;

/** Names of programs, settings and prose. They name fields of CloudTrail to work with logs, and hold none. */
export const isCode = (path: string): boolean => codeName.test(path);

/** Whether text names a field of CloudTrail, or its records. */
export function isOfRecords(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return namesIn(text) > 0 || /records\W{0,3}:/i.test(text);
}

const jsonName = /\.(?:json|jsonl|ndjson)(?:\.gz)?$/i;

/**
 * Whether a file that holds no JSON and no word of CloudTrail is another file: it is text, and its name promises no
 * JSON or it only begins like JSON, as settings with comments do. An error page under the name of a log is none.
 */
export function isForeignText(head: string, path: string | undefined): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: text holds none of these.
  const isText = !/[\x00-\x08\x0e-\x1a]/.test(head);
  const promisesJson = path === undefined || jsonName.test(path);
  return isText && (!promisesJson || /^\s*[[{]/.test(head));
}
