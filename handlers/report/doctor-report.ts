import type { Finding } from '../../domain/doctor/finding.ts';
import type { DoctorRequest } from '../doctor/doctor.ts';

/**
 * The answer of the doctor, as `--format json` prints it; handlers/cli/README.md documents the fields. Do not rename
 * them.
 */
export type DoctorReport = ReturnType<typeof doctorReport>;

/** Whose deployment, or whose organization. */
type Examined = Pick<DoctorRequest, 'home' | 'accountId' | 'now'> & Partial<Pick<DoctorRequest, 'stackName'>>;

export function doctorReport({ stackName, home, accountId, now }: Examined, findings: readonly Finding[]) {
  const count = (wanted: Finding['status']) => findings.filter(({ status }) => status === wanted).length;
  return {
    ...(stackName !== undefined && { stack: stackName }),
    accountId,
    region: home,
    at: now,
    checks: findings.map(({ check, status, region, says, todo }) => ({
      name: check,
      status,
      region: region ?? null,
      says,
      todo: todo ?? null,
    })),
    counts: { ok: count('ok'), warn: count('warn'), fail: count('fail') },
  };
}
