import { createHash } from 'node:crypto';
import type { VNode } from 'preact';
import { render } from 'preact-render-to-string';

/** One page that stands for itself: no request, no style and no script but its own. */
export interface HtmlDocument {
  readonly title: string;
  readonly style: string;
  /** Undefined: the page has no script, and its policy allows none. */
  readonly script?: string;
  /** What the script reads: the text of the element `#data`, JSON. */
  readonly data?: object;
  readonly body: VNode;
}

/**
 * The text of a whole HTML file. Preact escapes every text of the body. The policy allows the one style and the one
 * script by their hashes, and no request at all; so an attribute `style` is without effect.
 */
export function renderDocument({ title, style, script, data, body }: HtmlDocument): string {
  const head = [
    render(<meta http-equiv="Content-Security-Policy" content={policyOf(style, script)} />),
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="referrer" content="no-referrer">',
    render(<title>{title}</title>),
    `<style>${ownText(style, 'style').text}</style>`,
  ];
  const scripts = [
    ...(data === undefined ? [] : [`<script type="application/json" id="data">${scriptJson(data)}</script>`]),
    ...(script === undefined ? [] : [`<script type="module">${ownText(script, 'script').text}</script>`]),
  ];
  const lines = ['<!doctype html>', '<html lang="en">', '<head>', ...head, '</head>', '<body>', render(body)];
  return `${[...lines, ...scripts, '</body>', '</html>'].join('\n')}\n`;
}

function policyOf(style: string, script: string | undefined): string {
  return [
    "default-src 'none'",
    `style-src '${ownText(style, 'style').hash}'`,
    `script-src ${script === undefined ? "'none'" : `'${ownText(script, 'script').hash}'`}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

interface OwnText {
  readonly text: string;
  /** As the policy names it. */
  readonly hash: string;
}

/** A thousand pages have the same style and script: each is checked and hashed once. */
const ownTexts = new Map<string, OwnText>();

/** Style and script are ours. One that would end its own element is a defect of the build. */
function ownText(text: string, element: 'style' | 'script'): OwnText {
  const known = ownTexts.get(text);
  if (known !== undefined) return known;
  if (new RegExp(`</${element}|<!--`, 'i').test(text)) throw new Error(`the page's ${element} would end early`);
  const own = { text, hash: `sha256-${createHash('sha256').update(text).digest('base64')}` };
  ownTexts.set(text, own);
  return own;
}

/** JSON in which nothing ends the element around it, whatever the data says. */
export function scriptJson(data: object): string {
  const escapes: { readonly [char: string]: string } = { '<': '\\u003c', '\u2028': '\\u2028', '\u2029': '\\u2029' };
  return JSON.stringify(data).replace(/[<\u2028\u2029]/g, (char) => escapes[char] ?? char);
}
