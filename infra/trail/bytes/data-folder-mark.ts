/** The file by which a folder of the embedded table is known. */
export const dataFolderMark = 'lastseen.json';

/** The form in which a data folder says that it is written; undefined where the text is no such mark. */
export function formatOfMark(text: string): number | undefined {
  try {
    const found: unknown = (JSON.parse(text) as { format?: unknown } | null)?.format;
    return typeof found === 'number' ? found : undefined;
  } catch {
    return undefined;
  }
}
