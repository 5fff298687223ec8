/**
 * What becomes of a quarantined user who calls. `hold`: it stays denied until a person decides. `restore-known`: it is
 * restored if it calls from a network and with a kind of client that it called with before. `restore`: always.
 * Restoring gives a thief what he had before; holding keeps a broken job broken.
 */
export const onReturnChoices = ['hold', 'restore-known', 'restore'] as const;
export type OnReturn = (typeof onReturnChoices)[number];

/** Another choice for the users below a path, or with a tag; without `value` any value of the tag fits. */
export type OnReturnRule =
  | { readonly kind: 'path'; readonly path: string; readonly onReturn: OnReturn }
  | { readonly kind: 'tag'; readonly key: string; readonly value?: string | undefined; readonly onReturn: OnReturn };

/** Reads `/ci/=restore`, `tag:team=hold` or `tag:team=payments=restore-known`; undefined for any other text. */
export function parseOnReturnRule(text: string): OnReturnRule | undefined {
  const [, given = '', choice] = /^(.+)=([a-z-]+)$/.exec(text) ?? [];
  const onReturn = onReturnChoices.find((each) => each === choice);
  if (onReturn === undefined) return undefined;
  if (/^\/([!-~]*\/)?$/.test(given)) return { kind: 'path', path: given, onReturn };
  const [, key, value] = /^tag:([^=]{1,128})(?:=(.{1,256}))?$/.exec(given) ?? [];
  return key === undefined ? undefined : { kind: 'tag', key, ...(value !== undefined && { value }), onReturn };
}
