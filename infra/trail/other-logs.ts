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
