import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ocsfFinding } from '../../../domain/findings/ocsf/ocsf-finding.ts';
import { unprintable } from '../../../domain/plain-text.ts';
import { epochMs } from '../../../domain/time.ts';
import { assess } from '../../../domain/verdict/assessment.ts';
import { accessKey, daysAgo, facts, iamUser, key, lastSeen, never, now, question, sighting } from '../builders.ts';
import { assessed } from '../verdict/assessed.ts';
import { context, hostileName } from './finding-context.ts';
import { classFile, type OcsfClass, ocsfFaults, readClass } from './ocsf-faults.ts';

/** As a reader of the file gets it. */
const written = (assessment: Parameters<typeof ocsfFinding>[0]) =>
  JSON.parse(JSON.stringify(ocsfFinding(assessment, context)));

const hostile = assess(
  facts({ user: iamUser({ userName: hostileName, arn: `arn:aws:iam::123456789012:user/${hostileName}` }) }),
  question,
);
const everyKind = [
  assessed('silent', 'idle'),
  assessed('unborn', 'never-used'),
  assessed('excused', 'idle', { exempt: true }),
  assessed('back', 'active'),
  assessed('young', 'new'),
  assessed('unclear', 'unknown'),
  assess(facts({ user: iamUser({ userId: undefined, createdAt: undefined, credentials: undefined }) }), question),
  hostile,
];

describe.skipIf(!existsSync(classFile))(`OCSF's class 2008 (skipped where ${classFile} is absent)`, () => {
  const ocsf: OcsfClass = existsSync(classFile) ? readClass() : { attributes: {}, constraints: null, objects: {} };

  it('a finding in every state follows the class', () => {
    expect(everyKind.flatMap((assessment) => ocsfFaults(written(assessment), ocsf))).toEqual([]);
  });

  it('the check sees a fault where there is one', () => {
    const { severity_id, ...rest } = written(assessed('silent', 'idle'));
    const wrong = { ...rest, time: 1_796_000_400, status_id: 77, extra: true, metadata: { product: { lang: 'en' } } };
    expect(severity_id).toBe(3);
    expect(ocsfFaults(wrong, ocsf)).toEqual([
      'finding.extra: not known',
      'finding.metadata.product: none of name, uid',
      'finding.metadata.version: missing',
      'finding.severity_id: missing',
      'finding.status_id: 77 not in enum',
      'finding.time: 1796000400 is no timestamp_t',
    ]);
  });
});

describe('a finding of OCSF', () => {
  it.each([
    { user: assessed('silent', 'idle'), says: [200801, 'New', 'FAIL', 'Medium'] },
    { user: assessed('excused', 'idle', { exempt: true }), says: [200801, 'Suppressed', 'FAIL', 'Informational'] },
    { user: assessed('unclear', 'unknown'), says: [200801, 'In Progress', 'MANUAL', 'Informational'] },
    { user: assessed('back', 'active'), says: [200803, 'Resolved', 'PASS', 'Informational'] },
    { user: assessed('young', 'new'), says: [200803, 'Resolved', 'PASS', 'Informational'] },
  ])('of a user who is $user.state is $says', ({ user, says }) => {
    const { type_uid, status, status_code, severity } = written(user);
    expect([type_uid, status, status_code, severity]).toEqual(says);
  });

  it('says when the user and each credential were used, in milliseconds; what was never used has no time', () => {
    const user = iamUser({
      credentials: [accessKey({ id: key() }), accessKey({ id: 'access_key_2', lastUse: never })],
    });
    const seen = lastSeen(sighting({ at: daysAgo(120) }));
    const metrics = written(assess(facts({ user, lastSeen: seen }), question)).identity_activity_metrics;
    expect(metrics).toEqual({
      first_seen_time: epochMs(daysAgo(400)),
      last_seen_time: epochMs(daysAgo(120)),
      programmatic_credentials: [
        { uid: key(), type: 'API Key', last_used_time: epochMs(daysAgo(120)) },
        { uid: 'access_key_2', type: 'API Key' },
      ],
    });
  });

  it('began on the day on which the user crossed the threshold, and was seen by the run', () => {
    const { finding_info, time } = written(assessed('silent', 'idle'));
    expect(finding_info).toMatchObject({ created_time: epochMs(daysAgo(110)), last_seen_time: epochMs(now) });
    expect(time).toBe(epochMs(now));
  });

  it('names a control only where the control itself says so', () => {
    const compliance = (days: number) =>
      written(assessed('someone', days < 90 ? 'active' : 'idle', { idleDays: days })).unmapped.compliance;
    expect(compliance(200)).toMatchObject({ 'CIS-AWS-7.0': ['2.11'], 'PCI-DSS-4.0.1': ['8.2.6'] });
    // Unused by nobody's 90 days, yet the password fails the 45 days of CIS.
    const active = assess(
      facts({ user: iamUser({ credentials: [accessKey({ lastUse: { kind: 'at', at: daysAgo(60) } })] }) }),
      question,
    );
    expect(active.state).toBe('active');
    expect(Object.keys(written(active).unmapped.compliance)).toContain('PCI-DSS-4.0.1');
    expect(Object.keys(written(active).unmapped.compliance)).not.toContain('CIS-AWS-7.0');
  });

  it('shows hostile text and never obeys it', () => {
    const texts: string[] = [];
    JSON.stringify(written(hostile), (_, part: unknown) => {
      if (typeof part === 'string') texts.push(part);
      return part;
    });
    expect(texts.filter((text) => text.match(unprintable) !== null || text.length > 2048)).toEqual([]);
    expect(texts.some((text) => text.includes('</script>'))).toBe(true);
  });
});
