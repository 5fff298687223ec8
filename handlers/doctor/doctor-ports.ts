import type { TrailHealth } from '../../domain/coverage/trail-health.ts';
import type { Region } from '../../domain/ids.ts';
import type { Deployment } from '../../infra/ports/deployment.ts';

/** What the doctor reads; it changes nothing. No method throws: a refusal is part of the answer. */
export interface DoctorPorts extends Deployment {
  /** Reads what the trails record in these Regions, `home` first. What could not be read is `unknown`. */
  readonly trailHealth: (home: Region, regions: readonly Region[]) => Promise<TrailHealth>;
}
