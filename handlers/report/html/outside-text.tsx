import { plainText } from '../../../domain/plain-text.ts';

/** Text from strangers: what would steer the reader's screen is spelled out, and its direction stays its own. */
export const OutsideText = ({ text, class: name }: { readonly text: string; readonly class?: string }) => (
  <bdi class={name}>{plainText(text)}</bdi>
);
