/** Reads stored assessments, each only in its right shape. */

import type { LookupWindow } from '../coverage/lookup-window.ts';
import { isCredentialUsed } from '../credential.ts';
import { parseRegion } from '../ids.ts';
import type { JsonObject } from '../json.ts';
import type { UserRhythm } from '../rhythm/rhythm.ts';
import { isServicesAccessed } from '../services/stored-services.ts';
import { isFlag, isListOf, isNumber, isObjectOf, isOneOf, isOptional, isRecordOf, isText, parsedBy } from '../shape.ts';
import type { CredentialSighting, Sighting } from '../sightings/sighting.ts';
import type { Assessment } from './assessment.ts';
import type { CredentialAssessment } from './credential-assessment.ts';
import type { Evidence } from './evidence.ts';
import type { Exemption } from './exemption.ts';
import { states } from './state.ts';
import { isCredential, isEvidenceSource, isInstant, isMissingFact, isName, isUser } from './stored-user.ts';

/**
 * The format of stored assessments, written with each as `format`. Raise it with every change that an older version
 * would misread.
 */
export const assessmentFormat = 1;

/**
 * Reads the assessment of a stored item from its attributes `format` and `assessment`. An item without a format is
 * older than formats and is read as format 1. Undefined for another format, and for an assessment of the wrong shape.
 */
export function readAssessment({ format = assessmentFormat, assessment }: JsonObject): Assessment | undefined {
  return format === assessmentFormat && isAssessment(assessment) ? assessment : undefined;
}

const essence = { at: isInstant, eventId: isName, eventSource: isName, eventName: isName, region: isName };
const isCredentialSighting = isObjectOf<CredentialSighting>(essence);
const isSighting = isObjectOf<Sighting>({
  ...essence,
  credential: isOptional(isCredentialUsed),
  sourceAddress: isName,
  userAgent: isName,
  accessKeyId: isName,
  errorCode: isName,
  userName: isName,
  arn: isName,
});

const isEvidence = isObjectOf<Evidence>({
  at: isInstant,
  source: isEvidenceSource,
  credential: isName,
  sighting: isOptional(isSighting),
  attempt: isOptional(
    isObjectOf<Required<Evidence>['attempt']>({ service: isText, region: isOptional(parsedBy(parseRegion)) }),
  ),
});

const isAssessment = isObjectOf<Assessment>({
  user: isUser,
  state: isOneOf(...states),
  lastActivity: isOptional(isEvidence),
  evidence: isListOf(isEvidence),
  credentials: isListOf(
    isObjectOf<CredentialAssessment>({
      credential: isCredential,
      id: isText,
      state: isOneOf(...states),
      lastUsed: isOptional(
        isObjectOf({ at: isInstant, source: isEvidenceSource, sighting: isOptional(isCredentialSighting) }),
      ),
    }),
  ),
  gaps: isListOf(isMissingFact),
  exemption: isOptional(isObjectOf<Exemption>({ by: isText, until: isName, reason: isName, ended: isFlag })),
  usable: isOptional(isFlag),
  corroborated: isFlag,
  proof: isOptional(isOneOf('partial', 'whole')),
  lookedUp: isOptional(isRecordOf(isObjectOf<LookupWindow>({ from: isInstant, to: isInstant }))),
  services: isOptional(isServicesAccessed),
  rhythm: isOptional(isObjectOf<UserRhythm>({ gaps: isNumber, longestGap: isNumber, quiet: isFlag })),
  quietSince: isName,
});
