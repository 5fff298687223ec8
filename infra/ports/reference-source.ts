import type { Answer } from '../../domain/answer.ts';
import type { Region } from '../../domain/ids.ts';
import type { ReferenceKind } from '../../domain/references/reference.ts';

/** The resources of one kind, in one Region or in the whole account, each with a document that may name a user. */
export interface ReferenceSource {
  readonly kind: ReferenceKind;
  readonly region: Region | null;
  /** ARNs, or names where the service gives no ARN; each once. Never throws. */
  list(): Promise<Answer<readonly string[]>>;
  /** The document of one resource; undefined where it has none. Never throws. */
  documentOf(resource: string): Promise<Answer<string | undefined>>;
}
