/** The listing of a bucket. */

/** One object as its bucket lists it. */
export interface ListedObject {
  readonly key: string;
  readonly sizeBytes: number;
  /** Eight bytes, one in each character. Another name or another content has another mark. */
  readonly mark: string;
}

/** Part of a listing. `next` requests the next page; undefined on the last page. */
export interface ListedPage {
  /** Full prefixes, each with its `/` at the end. */
  readonly folders: readonly string[];
  readonly objects: readonly ListedObject[];
  readonly next: string | undefined;
}

/** Lists a folder: its direct contents or, with `deep`, all below it. `token` is the `next` of the page before. */
export interface ListingRequest {
  readonly prefix: string;
  readonly deep: boolean;
  readonly token: string | undefined;
}
