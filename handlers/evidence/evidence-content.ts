import { watchedSince } from '../../domain/coverage/coverage.ts';
import type { LookupWindow } from '../../domain/coverage/lookup-window.ts';
import type { ProvenWindow } from '../../domain/coverage/proven-window.ts';
import type { AccountId, Region, UserId } from '../../domain/ids.ts';
import { gapWords } from '../../domain/inventory/gap-words.ts';
import type { EvidenceSource } from '../../domain/inventory/iam-user.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { StoredAccount } from '../../domain/table/stored-account.ts';
import { type Instant, silentDays } from '../../domain/time.ts';
import type { Assessment } from '../../domain/verdict/assessment.ts';
import { idEntry } from '../../domain/verdict/attribution.ts';
import type { Evidence } from '../../domain/verdict/evidence.ts';
import { ruleOf } from '../../domain/verdict/rule.ts';
import type { Run } from '../../domain/verdict/run.ts';
import type { ShowReport } from '../query/show-user.ts';
import type { ServicesReport } from '../report/services-report.ts';
import type { ActivityReport, UserReport } from '../report/user-report.ts';
import type { EventObject } from './find-event.ts';

/** One source with every latest activity that it knows, and how old that was at the time of the verdict. */
export interface SourceFact {
  readonly source: EvidenceSource;
  readonly activities: readonly {
    readonly at: Instant;
    readonly credential: string | null;
    readonly ageDays: number;
  }[];
}

/** How far one Region was watched, for the account and by lookups of this user. */
export interface RegionFact {
  readonly region: Region;
  readonly watchedSince: string | null;
  readonly lastProof: Instant | null;
  readonly unwatched: readonly { readonly from: string; readonly to: string }[];
  readonly lookedUp: LookupWindow | null;
}

/** What makes evidence, beside the facts. */
export interface EvidenceMaking {
  readonly tool: { readonly name: string; readonly version: string; readonly command: readonly string[] };
  readonly exportedAt: Instant;
  readonly inputs: readonly { readonly option: string; readonly name: string; readonly sha256: string | null }[];
}

/** The whole content of evidence: the facts, and what made it. */
export interface ExportedContent extends EvidenceContent, EvidenceMaking {}

/** What the evidence is made of. */
export interface EvidenceFacts {
  readonly stored: StoredAccount;
  readonly run: Run;
  readonly assessment: Assessment;
  readonly shown: ShowReport;
  readonly object: EventObject;
}

/** The facts of the evidence, as JSON. handlers/cli/README.md documents the fields; do not rename them. */
export interface EvidenceContent {
  readonly subject: {
    readonly accountId: AccountId;
    readonly userId: UserId | null;
    readonly userName: string;
    readonly arn: string;
    readonly createdAt: Instant | null;
    readonly tags: { readonly [key: string]: string };
  };
  readonly verdict: ReturnType<typeof verdictOf>;
  readonly sources: readonly SourceFact[];
  readonly credentials: readonly UserReport['credentials'][number][];
  /** The services that IAM saw the user access; null where it was not asked, or did not answer. */
  readonly services: { readonly asked: ServicesReport; readonly rows: UserReport['services'] } | null;
  readonly lastEvent: (ActivityReport & { readonly accountId: AccountId; readonly object: EventObject }) | null;
  readonly lastSuccess: Instant | null;
  readonly seenThrough: readonly JsonObject[];
  readonly rhythm: JsonObject | null;
  readonly calendar: { readonly activeDays: readonly string[]; readonly watchedDays: readonly string[] };
  readonly coverage: {
    readonly kind: Run['coverage']['kind'];
    /** What signed digests prove of the window; null where they prove nothing. */
    readonly proof: ProvenWindow | null;
    readonly regions: readonly RegionFact[];
  };
  readonly missing: readonly string[];
  readonly settings: { readonly thresholdDays: number; readonly regions: readonly Region[] | null };
}

export function evidenceContent({ stored, run, assessment, shown, object }: EvidenceFacts): EvidenceContent {
  const { user } = assessment;
  const { accountId, lastSeen, lastSuccess, seenThrough, activeDays, watchedDays, missing } = shown;
  return {
    subject: {
      accountId,
      userId: user.userId ?? null,
      userName: user.userName,
      arn: user.arn,
      createdAt: user.createdAt ?? null,
      tags: Object.fromEntries(user.tags.map(({ key, value }) => [key, value])),
    },
    verdict: verdictOf(assessment, run, shown),
    sources: sourcesOf(assessment).map((source) => sourceOf(source, assessment.evidence, run.asOf)),
    credentials: shown.user?.credentials ?? [],
    services: servicesOf(shown.user),
    lastEvent: lastSeen === null ? null : { accountId, ...lastSeen, object },
    lastSuccess,
    seenThrough,
    rhythm: shown.user?.rhythm ?? null,
    calendar: { activeDays, watchedDays },
    coverage: coverageOf(stored, run, assessment),
    missing: [...assessment.gaps.map(gapWords), ...missing],
    settings: { thresholdDays: run.thresholdDays, regions: run.regions ?? null },
  };
}

function servicesOf(user: ShowReport['user']): EvidenceContent['services'] {
  const asked = user?.servicesAsked ?? null;
  return user === null || asked === null ? null : { asked, rows: user.services };
}

function verdictOf(assessment: Assessment, { asOf, thresholdDays }: Run, { user }: ShowReport) {
  return {
    state: assessment.state,
    asOf,
    thresholdDays,
    rule: ruleOf(assessment),
    reason: user?.reason ?? '',
    idleDays: user?.idleDays ?? null,
    exempt: user?.exempt ?? null,
    usable: assessment.usable ?? null,
    corroborated: assessment.corroborated,
    proof: assessment.proof ?? ('none' as const),
    crossesThreshold: user?.crossesThreshold ?? null,
  };
}

const sourceNames = ['cloudtrail', 'credential-report', 'list-users'] as const satisfies readonly EvidenceSource[];

/** The services last accessed stand among the sources only where IAM knows of an attempt: few users are asked about. */
function sourcesOf({ evidence }: Assessment): readonly EvidenceSource[] {
  const services = evidence.filter(({ source }) => source === 'service-last-accessed').map(({ source }) => source);
  return [...sourceNames, ...services];
}

function sourceOf(source: EvidenceSource, evidence: readonly Evidence[], asOf: Instant): SourceFact {
  const activities = evidence.filter((one) => one.source === source);
  return {
    source,
    activities: activities.map(({ at, credential }) => {
      return { at, credential: credential ?? null, ageDays: silentDays(at, asOf) };
    }),
  };
}

function coverageOf({ watches, lookups }: StoredAccount, run: Run, { user }: Assessment): EvidenceContent['coverage'] {
  const { coverage, asOf } = run;
  const named = coverage.kind === 'none' ? [] : coverage.regions;
  const windows = idEntry(user.userId).flatMap((entry) => lookups.get(entry) ?? [])[0];
  const regions = [
    ...new Set([...watches.keys(), ...(run.regions ?? []), ...named, ...(windows?.keys() ?? [])]),
  ].sort();
  return {
    kind: coverage.kind,
    proof: run.proof ?? null,
    regions: regions.map((region) => {
      const watch = watches.get(region);
      const gaps = coverage.kind === 'partial' ? coverage.gaps.filter((gap) => gap.region === region) : [];
      return {
        region,
        watchedSince: (watch && watchedSince(watch, asOf)) ?? null,
        lastProof: watch?.lastProof ?? null,
        unwatched: gaps.map(({ from, to }) => ({ from, to })),
        lookedUp: windows?.get(region) ?? null,
      };
    }),
  };
}
