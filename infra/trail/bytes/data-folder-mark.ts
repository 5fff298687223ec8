/** The file that marks a folder as data folder of the embedded table. */
export const dataFolderMark = 'lastseen.json';

/** The format number in a data folder's mark; undefined where the text is no such mark. */
export function formatOfMark(text: string): number | undefined {
  try {
    const found: unknown = (JSON.parse(text) as { format?: unknown } | null)?.format;
    return typeof found === 'number' ? found : undefined;
  } catch {
    return undefined;
  }
}
