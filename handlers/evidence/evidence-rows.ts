/** The facts of evidence as rows of words. */

import { provenWords } from '../../domain/coverage/proven-window.ts';
import type { EvidenceSource } from '../../domain/inventory/iam-user.ts';
import { plainText } from '../../domain/plain-text.ts';
import { logAtStart, providerOf, wordsOf as wordsOfProvider } from '../../domain/provider.ts';
import type { ExportedContent } from './evidence-content.ts';

/** A name and what is known of it. */
export type Row = readonly [name: string, value: string];

type Value = string | number | boolean | null | undefined;

const row = (name: string, value: Value): Row => [plainText(name), wordsOf(value)];

function wordsOf(value: Value): string {
  if (value === null || value === undefined || value === '') return 'not known';
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : plainText(`${value}`);
}

export function verdictRows({ subject, verdict, missing }: ExportedContent): Row[] {
  const { rule, exempt } = verdict;
  const until = exempt?.until == null ? '' : ` until ${exempt.until}`;
  const why = exempt?.reason == null ? '' : ` (${exempt.reason})`;
  return [
    row('Account', subject.accountId),
    row('Unique id', subject.userId),
    row(isOfAws(subject) ? 'ARN' : 'Key', subject.arn),
    row('Created', subject.createdAt),
    row('Verdict', `${verdict.state} as of ${verdict.asOf}, with a threshold of ${verdict.thresholdDays} days`),
    row('Rule', `${rule.number}: ${rule.says}`),
    row('Reason', verdict.reason),
    row(`${logAtStart(subject.accountId)} watched the whole window`, verdict.corroborated),
    ...(isOfAws(subject) ? [row('Log files signed by CloudTrail', proofText[verdict.proof])] : []),
    row('Has an active credential', verdict.usable),
    row('Exempt', exempt === null ? false : `by ${exempt.by}${until}${why}`),
    row('Missing', missing.length === 0 ? 'nothing' : missing.join('; ')),
  ];
}

const isOfAws = ({ accountId }: ExportedContent['subject']): boolean => providerOf(accountId) === 'aws';

const proofText = {
  none: 'not checked against digests',
  partial: 'prove a part of the window',
  whole: 'prove the whole window: none is missing or altered',
};

const sourceNames: { readonly [source in EvidenceSource]: string } = {
  cloudtrail: 'CloudTrail',
  'credential-report': 'Credential report',
  'list-users': 'ListUsers',
  'service-last-accessed': 'Services last accessed',
  'entra-sign-in-activity': 'Sign-in activity',
  'entra-sign-in-log': 'Sign-in log',
  'google-last-login': 'Last login',
  'google-usage-report': 'Usage report',
  'google-login-activity': 'Login activity',
  'google-token-activity': 'Token activity',
  'google-saml-activity': 'SAML activity',
  'gcp-last-authentication': 'Last authentication',
};

/** Each source with its latest activities and their age. */
export function sourceRows({ sources }: ExportedContent): Row[] {
  return sources.flatMap(({ source, activities }) => {
    const name = sourceNames[source];
    if (activities.length === 0) return [row(name, 'knows of no activity')];
    return activities.map(({ at, ageDays, credential }) => {
      const age = ageDays === 1 ? '1 day' : `${ageDays} days`;
      return row(name, `${at}, ${age} before the verdict${credential === null ? '' : `, ${credential}`}`);
    });
  });
}

/** The services that IAM saw the user access, then those that nobody used. No other provider is asked. */
export function serviceRows({ services, subject }: ExportedContent): Row[] {
  if (!isOfAws(subject)) return [];
  if (services === null) return [row('Services last accessed', 'IAM was not asked, or did not answer')];
  const used = services.rows.filter(({ lastAttemptAt }) => lastAttemptAt !== null);
  const { words, neverUsed } = services.asked;
  return [
    ...used.map(({ service, lastAttemptAt, region, allowed }) => {
      const where = region === null ? '' : `, ${region}`;
      return row(`Service ${service}`, `${lastAttemptAt}${where}${allowed ? '' : '; not allowed any more'}`);
    }),
    row('Services never used', neverUsed.length === 0 ? words : `${words}: ${neverUsed.join(', ')}`),
  ];
}

export function credentialRows({ credentials }: ExportedContent): Row[] {
  return credentials.map(({ kind, id, status, state, createdAt, lastUsed }) => {
    const use = lastUsed === null ? 'no use is known' : `last used ${lastUsed.at} (${sourceNames[lastUsed.source]})`;
    return row(
      kind === id ? kind : `${kind} ${id}`,
      `${status}, ${state}; created or set ${wordsOf(createdAt)}; ${use}`,
    );
  });
}

export function eventRows({ lastEvent: event, lastSuccess, subject }: ExportedContent): Row[] {
  if (event === null) return [row('Event', unseenWords(subject))];
  return [
    row('At', event.at),
    row('Event', `${event.eventSource ?? ''} ${event.event ?? ''}`.trim()),
    row('Event id', event.eventId),
    row('Account and Region', `${event.accountId} ${event.region ?? ''}`.trim()),
    row('Credential', event.accessKeyId ?? event.credential),
    row('Address', event.sourceAddress),
    row('User agent', event.userAgent),
    row('Refused', event.errorCode ?? false),
    row('Last success', lastSuccess),
    ...objectRows(event.object),
  ];
}

const unseenWords = (subject: ExportedContent['subject']): string =>
  isOfAws(subject)
    ? 'CloudTrail has not shown this user'
    : `none of this user in ${wordsOfProvider(subject.accountId).log}`;

function objectRows(object: NonNullable<ExportedContent['lastEvent']>['object']): Row[] {
  switch (object.status) {
    case 'found':
      return [
        row('Log file', `${object.object} (${object.bytes} bytes)`),
        row('SHA-256 of the log file', object.sha256),
      ];
    case 'not-found': {
      const unread = object.unreadable === 0 ? '' : `; ${object.unreadable} could not be read`;
      return [row('Log file', `not among the ${object.searched} files that were searched${unread}`)];
    }
    case 'not-looked-up':
      return [row('Log file', 'was not looked up: no log files were given')];
    default:
      return object satisfies never;
  }
}

const coverageWords = {
  whole: 'was watched',
  partial: 'was not watched everywhere, see below',
  none: 'was not watched: the verdict rests on',
};

export function coverageRows({ coverage: { kind, proof, regions }, subject }: ExportedContent): Row[] {
  const all = regions.map(({ region, watchedSince, lastProof, unwatched, lookedUp }) => {
    const watch =
      watchedSince === null ? 'not watched now' : `watched since ${watchedSince}, proven ${wordsOf(lastProof)}`;
    const gaps = unwatched.map(({ from, to }) => `not watched ${from} to ${to}`);
    const lookup = lookedUp === null ? [] : [`event history searched ${lookedUp.from} to ${lookedUp.to}`];
    return row(region, [watch, ...gaps, ...lookup].join('; '));
  });
  const signed = proof === null ? [] : [row('By digests', provenWords(proof))];
  const { name } = wordsOfProvider(subject.accountId);
  const window = kind === 'none' ? `${coverageWords.none} ${name} alone` : coverageWords[kind];
  return [row('The whole window', window), ...signed, ...all];
}

export function makingRows({ tool, exportedAt, settings, inputs }: ExportedContent): Row[] {
  return [
    row('Tool', `${tool.name} ${tool.version}`),
    row('Command', tool.command.join(' ')),
    row('Exported', exportedAt),
    row('Regions that count', settings.regions === null ? 'those in the logs' : settings.regions.join(', ')),
    ...inputs.map(({ option, name, sha256 }) =>
      row(`Input ${option}`, sha256 === null ? name : `${name}, SHA-256 ${sha256}`),
    ),
  ];
}
