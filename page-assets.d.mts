/** The page's style and script as constants for a bundler. */
export declare function pageAssets(): Promise<{ readonly PAGE_STYLE: string; readonly PAGE_SCRIPT: string }>;
