/** One object as its bucket lists it. */
export interface ListedObject {
  readonly key: string;
  readonly sizeBytes: number;
  /** Eight bytes, one a character, that tell it apart: by its name and by what is in it. */
  readonly mark: string;
}

/** Part of what lies directly in a folder; `next` is asked for the rest. */
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
