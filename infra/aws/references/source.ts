import type { Region } from '../../../domain/ids.ts';
import type { ReferenceKind } from '../../../domain/references/reference.ts';
import type { ReferenceSource } from '../../ports/reference-source.ts';
import { tryAsk } from '../answer.ts';

/** How one service lists its resources and gives their documents. Both may throw. */
export interface Questions {
  readonly kind: ReferenceKind;
  readonly region: Region | null;
  /** The permission that listing takes, and the one for a document. */
  readonly actions: readonly [list: string, read: string];
  list(): Promise<readonly (string | undefined)[]>;
  documentOf(resource: string): Promise<string | undefined>;
}

/** A source that answers where the service throws. */
export function sourceOf({ kind, region, actions: [list, read], ...ask }: Questions): ReferenceSource {
  return {
    kind,
    region,
    list: () => tryAsk(list, async () => [...new Set((await ask.list()).filter((resource) => resource !== undefined))]),
    documentOf: (resource) => tryAsk(read, () => ask.documentOf(resource)),
  };
}

/** Undefined where the service answers with one of these errors: it has no such document. */
export async function unlessNone<T>(answer: Promise<T>, ...errors: readonly string[]): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error && errors.includes(error.name)) return undefined;
    throw error;
  }
}
