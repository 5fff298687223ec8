/** A column, as far as its width matters: what it would like, and what it must have. */
export interface WidthWish {
  /** Where nearly all cells fit; the few longest may be cut. */
  readonly common: number;
  /** Where every cell fits. */
  readonly whole: number;
  readonly least: number;
  /** Columns with the greatest number go first where there is no room; without a number it stays. */
  readonly drop: number | undefined;
}

/** Blanks between two columns. */
export const columnGap = 2;

/**
 * The widths of the columns in a line of `room` columns; 0 for a column that is left out. First all have their least,
 * then all grow in turn to what is common, then to the whole.
 */
export function columnWidths(wishes: readonly WidthWish[], room: number): number[] {
  const least = wishes.map(({ least, whole }) => Math.min(least, whole));
  const shown = dropColumns(wishes, least, room);
  const widths = least.map((width, index) => (shown[index] ? width : 0));
  let spare = room - lineOf(widths);
  for (const wish of ['common', 'whole'] as const) {
    const goals = wishes.map((each, index) => (shown[index] ? each[wish] : 0));
    spare = grow(widths, goals, spare);
  }
  return shrink(widths, -spare);
}

const lineOf = (widths: readonly number[]): number => {
  const shown = widths.filter((width) => width > 0);
  return shown.reduce((sum, width) => sum + width, 0) + columnGap * Math.max(0, shown.length - 1);
};

function dropColumns(wishes: readonly WidthWish[], least: readonly number[], room: number): boolean[] {
  const shown = wishes.map(() => true);
  const order = [...wishes.keys()].filter((index) => wishes[index]?.drop !== undefined);
  order.sort((a, b) => (wishes[b]?.drop ?? 0) - (wishes[a]?.drop ?? 0));
  for (const index of order) {
    if (lineOf(least.map((width, column) => (shown[column] ? width : 0))) <= room) break;
    shown[index] = false;
  }
  return shown;
}

/** Gives each column that lacks something one column in turn. Returns what is left. */
function grow(widths: number[], goals: readonly number[], room: number): number {
  const lacking = goals.reduce((sum, goal, index) => sum + Math.max(0, goal - (widths[index] ?? 0)), 0);
  if (lacking <= room) {
    for (const [index, goal] of goals.entries()) widths[index] = Math.max(widths[index] ?? 0, goal);
    return room - lacking;
  }
  let spare = Math.max(0, room);
  while (spare > 0) {
    for (const [index, goal] of goals.entries()) {
      const width = widths[index] ?? 0;
      if (spare === 0 || width >= goal) continue;
      widths[index] = width + 1;
      spare--;
    }
  }
  return room < 0 ? room : spare;
}

/** Where even the least is too much, the widest columns give way: no line is ever wider than the room. */
function shrink(widths: number[], excess: number): number[] {
  for (let left = excess; left > 0; left--) {
    const widest = widths.indexOf(Math.max(...widths));
    widths[widest] = Math.max(1, (widths[widest] ?? 0) - 1);
  }
  return widths;
}
