import type { Finding } from '../../domain/doctor/finding.ts';
import type { Region } from '../../domain/ids.ts';
import type { DoctorRequest } from '../doctor/doctor.ts';

/** What was examined: a deployment in an account, an organization, or a tenant, which has neither stack nor Region. */
type Examined = Pick<DoctorRequest, 'accountId' | 'now'> & {
  readonly stackName: string | null;
  readonly home: Region | null;
};

/**
 * The answer of the doctor, as `--format json` prints it; handlers/cli/README.md documents the fields. Do not rename
 * them.
 */
export type DoctorReport = ReturnType<typeof doctorReport>;

export function doctorReport({ stackName, home, accountId, now }: Examined, findings: readonly Finding[]) {
  const count = (wanted: Finding['status']) => findings.filter(({ status }) => status === wanted).length;
  return {
    stack: stackName,
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
