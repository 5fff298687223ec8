/** A store's answer to a request for an object. `why` is the store's error code. Errors that may pass are thrown. */
export type OpenedObject =
  | {
      readonly kind: 'open';
      /** Throws where the connection breaks in the middle. */
      readonly bytes: AsyncIterable<Uint8Array>;
      readonly sizeBytes: number;
      /** User metadata, where the store has it. */
      readonly metadata?: { readonly [name: string]: string };
      /** Closes the connection, for a reader that stops before the end. */
      readonly close: () => void;
    }
  | { readonly kind: 'missing' | 'denied' | 'archived'; readonly why: string };
