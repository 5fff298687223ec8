import type { UserView } from './browser/user-view.ts';

/** A place for one text of the user; the script finds it by its name. */
export const Text = ({ view, of }: { readonly view: UserView; readonly of: string }) => (
  <bdi data-text={of}>{view.texts.get(of) ?? ''}</bdi>
);

/** Whether the user has this text: what stands around its place is hidden where it has not. */
export const has = (view: UserView, of: string): boolean => (view.texts.get(of) ?? '') !== '';
