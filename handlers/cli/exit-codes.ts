/** How a run ends: 0 done, 1 a condition of `--fail-on` was met, 2 wrong usage or unusable input, 75 may pass. */
export const exitCodes = { done: 0, finding: 1, unusable: 2, defect: 70, mayPass: 75 } as const;
