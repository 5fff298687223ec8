/**
 * The environment of an emulator that keeps the real clock while the tests run under another one (`check-days.sh`):
 * beside libfaketime with the true monotonic clock Python's `time.sleep` fails, and moto answers ten times as slowly.
 */
export function realClockEnv(): NodeJS.ProcessEnv {
  const { LD_PRELOAD: _, ...env } = process.env;
  return env;
}
