import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { forwarderTemplate } from '../../../domain/doctor/region-forwarder.ts';
import { isInstalled } from '../installed.ts';
import type { PackagedStack } from '../package-stack.ts';

const organization = 'infra/stack/organization';
const written = [forwarderTemplate, `${organization}/member-role.json`, `${organization}/member-events.json`];

export function lintSuite({ templatePath }: PackagedStack): void {
  describe.skipIf(!isInstalled('cfn-lint'))('cfn-lint (skipped where it is not installed)', () => {
    it('finds nothing in the packaged template, nor in those for other Regions and accounts', () => {
      const args = ['--non-zero-exit-code', 'informational', templatePath, ...written];
      const { stdout, stderr, status } = spawnSync('cfn-lint', args);
      expect({ said: `${stdout}${stderr}`, status }).toEqual({ said: '', status: 0 });
    });
  });
}
