import type { TrailHealth } from '../../domain/coverage/trail-health.ts';
import type { Region } from '../../domain/ids.ts';
import type { Deployment } from '../../infra/ports/deployment.ts';

/** Everything that the doctor asks; it changes nothing. Nothing is thrown: what is refused is in the answer. */
export interface DoctorPorts extends Deployment {
  /** Asks what the trails record in these Regions, beginning with `home`. What could not be asked is `unknown`. */
  readonly trailHealth: (home: Region, regions: readonly Region[]) => Promise<TrailHealth>;
}
