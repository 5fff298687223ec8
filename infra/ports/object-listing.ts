/** One object as its bucket lists it. */
export interface ListedObject {
  readonly key: string;
  readonly sizeBytes: number;
  /** Eight bytes, one a character; they differ for another name and for another content. */
  readonly mark: string;
}

/** Part of what lies directly in a folder; `next` asks for the rest, undefined where there is none. */
export interface ListedPage {
  /** Whole names, each with its `/` at the end. */
  readonly folders: readonly string[];
  readonly objects: readonly ListedObject[];
  readonly next: string | undefined;
}

/** What lies directly in a folder, or, `deep`, at any depth below it; `token` is the `next` of the page before. */
export interface ListingRequest {
  readonly prefix: string;
  readonly deep: boolean;
  readonly token: string | undefined;
}
