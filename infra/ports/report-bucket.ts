/** The bucket that holds the report page. */
export interface ReportBucket {
  /** Puts the page in place of the one before. Throws where the bucket refuses it. */
  put(html: Uint8Array): Promise<void>;
}
