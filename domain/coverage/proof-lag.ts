/**
 * Ingest writes a proof of a Region's watch once it is six hours later than the stored one, or the first of its day. So
 * the stored one may be this much older than the latest. Whoever asks for its age allows for it.
 */
export const proofLagHours = 6;

/** How coarse the times of a Region are in the table, in minutes. Resolution 0 of the sightings keeps every proof. */
export const proofLagMinutes = (resolutionMinutes: number): number =>
  resolutionMinutes === 0 ? 0 : proofLagHours * 60;
