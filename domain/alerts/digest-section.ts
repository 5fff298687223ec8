/** Fits the sections of a digest into the size of one message. */

import { utf8Bytes } from '../plain-text.ts';

/** One part of a digest. It is left out if it has no lines. */
export interface Section {
  readonly title: string;
  /** Whether the title says how many lines there are. */
  readonly isCounted?: boolean;
  readonly lines: readonly string[];
}

/**
 * The sections as text of at most `room` bytes in UTF-8. If they do not fit, short sections stay whole and the long
 * ones share the rest evenly. A section that is cut ends with the number of omitted lines.
 */
export function sectionText(sections: readonly Section[], room: number): string {
  const shown = sections.filter(({ lines }) => lines.length > 0);
  const shares = shareOut(
    shown.map((section) => utf8Bytes(wholeText(section))),
    room,
  );
  return shown.map((section, index) => cutText(section, shares[index] ?? 0)).join('');
}

const titleText = ({ title, lines, isCounted = false }: Section) =>
  isCounted ? `${title}\n` : `${title} (${lines.length})\n`;
const wholeText = (section: Section) => `${titleText(section)}${section.lines.map((line) => `${line}\n`).join('')}\n`;

/** Divides the room among needs: each gets all it needs, or an even share of what smaller needs leave. */
function shareOut(needs: readonly number[], room: number): number[] {
  const shares = needs.map(() => 0);
  let left = room;
  const bySize = [...needs.entries()].sort(([, a], [, b]) => a - b);
  for (const [place, [index, need]] of bySize.entries()) {
    const share = Math.min(need, Math.floor(left / (needs.length - place)));
    shares[index] = share;
    left -= share;
  }
  return shares;
}

/** Bytes for the longest `... and N more` line and the empty line after it. */
const reserve = 40;

function cutText(section: Section, room: number): string {
  const whole = wholeText(section);
  if (utf8Bytes(whole) <= room) return whole;
  const kept: string[] = [];
  let bytes = utf8Bytes(titleText(section)) + reserve;
  for (const line of section.lines) {
    bytes += utf8Bytes(line) + 1;
    if (bytes > room) break;
    kept.push(`${line}\n`);
  }
  return `${titleText(section)}${kept.join('')}... and ${section.lines.length - kept.length} more\n\n`;
}
