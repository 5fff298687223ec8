import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { isInstalled } from '../installed.ts';
import type { PackagedStack } from '../package-stack.ts';

export function lintSuite({ templatePath }: PackagedStack): void {
  describe.skipIf(!isInstalled('cfn-lint'))('cfn-lint (skipped where it is not installed)', () => {
    it('finds nothing', () => {
      const { stdout, stderr, status } = spawnSync('cfn-lint', ['--non-zero-exit-code', 'informational', templatePath]);
      expect({ said: `${stdout}${stderr}`, status }).toEqual({ said: '', status: 0 });
    });
  });
}
