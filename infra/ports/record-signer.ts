/** A key that signs records of acts, for P-256. */
export interface RecordSigner {
  /** ARN of the key. */
  readonly key: string;
  /**
   * Signs a SHA-256 digest; the signature is in DER. Throws where the key gives none: then nothing is recorded, and
   * nothing may be done.
   */
  sign(digest: Uint8Array): Promise<Uint8Array>;
}
