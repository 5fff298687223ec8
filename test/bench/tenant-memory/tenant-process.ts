import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

/** What one day's run of a function came to. */
export interface TenantRun {
  /** How its last invocation ended: `done`, or else why not. */
  readonly outcome: unknown;
  readonly invocations: number;
  readonly seconds: number;
  /** The most memory that the process had at any time, in MB of 1,048,576 bytes, as Lambda counts it. */
  readonly megabytes: number;
}

/** The function as Lambda would start it, and the hosts that it reaches instead of the real ones. */
export interface TenantProcess {
  readonly provider: 'entra' | 'google';
  readonly megabytes: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly hosts: Readonly<Record<string, string>>;
}

/** Loads the bundle and invokes it until its run is finished. Links in answers lead to the real hosts. */
const source = `
const [, , bundle, hosts] = process.argv;
const places = JSON.parse(hosts);
const real = globalThis.fetch;
globalThis.fetch = async (url, init) => {
  const { origin } = new URL(url);
  const place = places[origin] ?? 'http://127.0.0.1:9';
  const response = await real(url.replace(origin, place), init);
  const text = (await response.text()).replaceAll(place, origin);
  return new Response(text, { status: response.status, headers: response.headers });
};
const write = process.stdout.write.bind(process.stdout);
process.stdout.write = () => true;
const { handler } = require(bundle);
const context = { awsRequestId: 'bench', invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:bench' };
(async () => {
  const begin = performance.now();
  let [outcome, invocations] = [{ kind: 'unfinished' }, 0];
  while (outcome.kind === 'unfinished' && invocations < 9) {
    const event = invocations++ === 0 ? { begin: true } : {};
    outcome = await handler(event, { ...context, getRemainingTimeInMillis: () => 900000 });
  }
  const seconds = (performance.now() - begin) / 1000;
  process.send({ outcome, invocations, seconds, megabytes: process.resourceUsage().maxRSS / 1024 });
})().catch((error) => process.send({ outcome: String(error), invocations: 0, seconds: 0, megabytes: 0 }));
`;

/** Bundles a function as serverless.yml does, with a pace that does not wait. */
async function bundleOf(provider: TenantProcess['provider'], outfile: string): Promise<void> {
  await build({
    entryPoints: [`handlers/lambda/providers/${provider}.ts`],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    mainFields: ['module', 'main'],
    logLevel: 'error',
    plugins: [
      {
        name: 'hurried pace',
        setup: ({ onResolve }) => {
          const hurried = resolve('test/bench/tenant-memory/hurried-pace.ts');
          onResolve({ filter: /\/pace\.ts$/ }, ({ importer }) =>
            importer === hurried ? undefined : { path: hurried },
          );
        },
      },
    ],
  });
}

/** How Lambda's runtime divides the memory of a function: 90 % for old objects, 5 % for each half of the new ones. */
const flagsOf = (megabytes: number): string[] => [
  `--max-old-space-size=${Math.floor(megabytes * 0.9)}`,
  `--max-semi-space-size=${Math.floor(megabytes * 0.05)}`,
];

/** Runs a function for one day in a process of its own. Throws where it dies, as by the limit of its memory. */
export async function runTenantProcess(given: TenantProcess): Promise<TenantRun> {
  const dir = await mkdtemp(join(tmpdir(), 'lastseen-tenant-'));
  try {
    const [bundle, script] = [join(dir, 'function.cjs'), join(dir, 'process.cjs')];
    await bundleOf(given.provider, bundle);
    await writeFile(script, source);
    const credentials = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'eu-west-1' };
    const env = { ...process.env, ...credentials, ...given.environment, NODE_NO_WARNINGS: '1', NODE_OPTIONS: '' };
    const options = { env, execArgv: flagsOf(given.megabytes) };
    const child = fork(script, [bundle, JSON.stringify(given.hosts)], {
      ...options,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const died = once(child, 'exit').then(([code]) => Promise.reject(new Error(`the function died (${code})`)));
    const [run] = await Promise.race([once(child, 'message'), died]);
    child.kill();
    await died.catch(() => {});
    return run;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
