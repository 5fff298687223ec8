import type { ComponentChildren } from 'preact';

/** A long list in a box of its own. It takes the focus, so that the arrow keys scroll it in every browser. */
export function ScrollBox({ label, children }: { readonly label: string; readonly children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard (WCAG 2.1.1).
    <section class="scroll tall" aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
