declare const PAGE_STYLE: string;
declare const PAGE_SCRIPT: string;

/** The style of every page, from page.css. The build puts it in place of the constant (page-assets.mjs). */
export const pageStyle = (): string => PAGE_STYLE;

/** The script of the report page, from browser/main.ts, likewise. */
export const pageScript = (): string => PAGE_SCRIPT;
