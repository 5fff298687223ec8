/** The value of one cell; null where it is not known or there is none. */
export type CellValue = string | number | boolean | null;

/** One field of a row, under the name that CSV, `--columns` and `--sort` give it. Do not rename it. */
export interface ReportColumn<Row> {
  readonly name: string;
  readonly value: (row: Row) => CellValue;
  /** Other names that may be typed for it. */
  readonly aliases?: readonly string[];
  /** The value is a time in UTC, `2026-11-23T08:00:00Z`. */
  readonly isTime?: boolean;
}

interface Tagged {
  readonly tags: { readonly [key: string]: string };
}

/** The column of one tag, `tag:owner`. */
export function tagColumn(key: string): ReportColumn<Tagged> {
  return { name: `tag:${key}`, value: (row) => tagOf(row, key) ?? null };
}

/** The value of a tag. As for IAM, small and capital letters of the key are the same. */
export function tagOf({ tags }: Tagged, key: string): string | undefined {
  const wanted = key.toLowerCase();
  return Object.entries(tags).find(([each]) => each.toLowerCase() === wanted)?.[1];
}

/** All tags in one cell. */
export const tagsText = ({ tags }: Tagged): string =>
  Object.entries(tags)
    .map(([key, value]) => `${key}=${value}`)
    .join('; ');

/** The name of an account as a field; none where no list of accounts was given. */
export interface NamedAccount {
  readonly accountName?: string | null;
}

/** The column of the account's name. */
export const accountNameColumn: ReportColumn<NamedAccount> = {
  name: 'accountName',
  value: ({ accountName }) => accountName ?? null,
};
