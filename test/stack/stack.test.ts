import { afterAll } from 'vitest';
import { packageStack } from './package-stack.ts';
import { alarmsSuite } from './suites/alarms.ts';
import { archiveSuite } from './suites/archive.ts';
import { archiveBackfillSuite } from './suites/archive-backfill.ts';
import { archiveBackfillRunSuite } from './suites/archive-backfill-run.ts';
import { deploySuite } from './suites/deploy.ts';
import { eachParameterSuite } from './suites/each-parameter.ts';
import { functionsSuite } from './suites/functions.ts';
import { lintSuite } from './suites/lint.ts';
import { organizationSuite } from './suites/organization.ts';
import { pageSuite } from './suites/page.ts';
import { parametersSuite } from './suites/parameters.ts';
import { permissionsSuite } from './suites/permissions.ts';
import { queuesSuite } from './suites/queues.ts';
import { regionForwarderSuite } from './suites/region-forwarder.ts';
import { rulesSuite } from './suites/rules.ts';
import { tableSuite } from './suites/table.ts';

/** Packaged once; every suite asks the same output. */
const stack = await packageStack();
afterAll(() => stack.remove());

tableSuite(stack);
functionsSuite(stack);
rulesSuite(stack);
regionForwarderSuite(stack);
queuesSuite(stack);
archiveSuite(stack);
archiveBackfillSuite(stack);
archiveBackfillRunSuite(stack);
permissionsSuite(stack);
alarmsSuite(stack);
pageSuite(stack);
organizationSuite(stack);
parametersSuite(stack);
eachParameterSuite(stack);
lintSuite(stack);
deploySuite(stack);
