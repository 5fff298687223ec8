import { parseRegion } from '../../domain/ids.ts';
import { isJsonObject } from '../../domain/json.ts';
import { parseAnyAccountId, parseAnyUserId } from '../../domain/provider.ts';
import {
  isFlag,
  isListOf,
  isNullable,
  isNumber,
  isObjectOf,
  isOneOf,
  isOptional,
  isRecordOf,
  isText,
  parsedBy,
  type Shape,
} from '../../domain/shape.ts';
import { isProvenWindow } from '../../domain/table/stored-parts.ts';
import type { Rule } from '../../domain/verdict/rule.ts';
import { states } from '../../domain/verdict/state.ts';
import { isCredentialKind, isEvidenceSource, isInstant } from '../../domain/verdict/stored-user.ts';
import type { EvidenceContent, EvidenceMaking, ExportedContent, RegionFact, SourceFact } from './evidence-content.ts';
import type { EventObject, notLookedUp } from './find-event.ts';

const isTime = isNullable(isInstant);
const isWord = isNullable(isText);
const isTexts = isListOf(isText);
const isRegion = parsedBy(parseRegion);
const isState = isOneOf(...states);

const isRuleNumber = (value: unknown): value is Rule['number'] => [1, 2, 3, 4, 5].some((number) => number === value);

type Verdict = EvidenceContent['verdict'];
const isVerdict = isObjectOf<Verdict>({
  state: isState,
  asOf: isInstant,
  thresholdDays: isNumber,
  rule: isObjectOf<Rule>({ number: isRuleNumber, says: isText }),
  reason: isText,
  idleDays: isNullable(isNumber),
  exempt: isNullable(isObjectOf<NonNullable<Verdict['exempt']>>({ by: isText, until: isWord, reason: isWord })),
  usable: isNullable(isFlag),
  corroborated: isFlag,
  proof: isOneOf('none', 'partial', 'whole'),
  crossesThreshold: isNullable(
    isObjectOf<NonNullable<Verdict['crossesThreshold']>>({
      at: isInstant,
      inDays: isNumber,
      becomes: isOneOf('idle', 'never-used', 'unknown'),
    }),
  ),
});

const isActivity = isObjectOf<SourceFact['activities'][number]>({
  at: isInstant,
  credential: isWord,
  ageDays: isNumber,
});
const isSource = isObjectOf<SourceFact>({ source: isEvidenceSource, activities: isListOf(isActivity) });

type CredentialFact = EvidenceContent['credentials'][number];
const isCredential = isObjectOf<CredentialFact>({
  kind: isCredentialKind,
  id: isText,
  status: isOneOf('active', 'inactive'),
  state: isState,
  createdAt: isTime,
  lastUsed: isNullable(
    isObjectOf<NonNullable<CredentialFact['lastUsed']>>({
      at: isInstant,
      source: isEvidenceSource,
      event: isOptional(isWord),
      eventSource: isOptional(isWord),
      region: isOptional(isWord),
    }),
  ),
});

type Found = Extract<EventObject, { readonly status: 'found' }>;
const isFound = isObjectOf<Found>({ status: isOneOf('found'), object: isText, bytes: isNumber, sha256: isText });
type NotFound = Extract<EventObject, { readonly status: 'not-found' }>;
const isNotFound = isObjectOf<NotFound>({ status: isOneOf('not-found'), searched: isNumber, unreadable: isNumber });
const isNotLookedUp = isObjectOf<typeof notLookedUp>({ status: isOneOf('not-looked-up') });
const isObject = (value: unknown): value is EventObject => isFound(value) || isNotFound(value) || isNotLookedUp(value);

type LastEvent = NonNullable<EvidenceContent['lastEvent']>;
const isLastEvent = isObjectOf<LastEvent>({
  accountId: parsedBy(parseAnyAccountId),
  object: isObject,
  at: isText,
  source: isText,
  credential: isWord,
  event: isWord,
  eventSource: isWord,
  eventId: isWord,
  region: isWord,
  sourceAddress: isWord,
  userAgent: isWord,
  accessKeyId: isWord,
  errorCode: isWord,
});

const isRegionFact = isObjectOf<RegionFact>({
  region: isRegion,
  watchedSince: isWord,
  lastProof: isTime,
  unwatched: isListOf(isObjectOf<RegionFact['unwatched'][number]>({ from: isText, to: isText })),
  lookedUp: isNullable(isObjectOf<NonNullable<RegionFact['lookedUp']>>({ from: isInstant, to: isInstant })),
});

const isInput = isObjectOf<EvidenceMaking['inputs'][number]>({ option: isText, name: isText, sha256: isWord });

type Services = NonNullable<EvidenceContent['services']>;
const isServices = isObjectOf<Services>({
  asked: isObjectOf<Services['asked']>({ askedAt: isInstant, words: isText, neverUsed: isTexts }),
  rows: isListOf(
    isObjectOf<Services['rows'][number]>({ service: isText, lastAttemptAt: isWord, region: isWord, allowed: isFlag }),
  ),
});

/** Whether the content of evidence has every field that this version writes and reads, each of its type. */
export const isExportedContent: Shape<ExportedContent> = isObjectOf<ExportedContent>({
  subject: isObjectOf<EvidenceContent['subject']>({
    accountId: parsedBy(parseAnyAccountId),
    userId: isNullable(parsedBy(parseAnyUserId)),
    userName: isText,
    arn: isText,
    createdAt: isTime,
    tags: isRecordOf(isText),
  }),
  verdict: isVerdict,
  sources: isListOf(isSource),
  credentials: isListOf(isCredential),
  services: isNullable(isServices),
  lastEvent: isNullable(isLastEvent),
  lastSuccess: isTime,
  seenThrough: isListOf(isJsonObject),
  rhythm: isNullable(isJsonObject),
  calendar: isObjectOf<EvidenceContent['calendar']>({ activeDays: isTexts, watchedDays: isTexts }),
  coverage: isObjectOf<EvidenceContent['coverage']>({
    kind: isOneOf('whole', 'partial', 'none'),
    proof: isNullable(isProvenWindow),
    regions: isListOf(isRegionFact),
  }),
  missing: isTexts,
  settings: isObjectOf<EvidenceContent['settings']>({
    thresholdDays: isNumber,
    regions: isNullable(isListOf(isRegion)),
  }),
  tool: isObjectOf<EvidenceMaking['tool']>({ name: isText, version: isText, command: isTexts }),
  exportedAt: isInstant,
  inputs: isListOf(isInput),
});
