import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readServicesFiles } from '../../../handlers/scan/read-services-files.ts';
import { daysAgo, iamUser } from '../../domain/builders.ts';
import { accessed, serviceEntry, servicesPage } from '../../domain/services/services-builders.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const dir = temporaryFolder();
function write(name: string, ...pages: readonly unknown[]): string {
  const path = join(dir, name);
  writeFileSync(path, pages.map((page) => JSON.stringify(page)).join('\n'));
  return path;
}
const alice = iamUser();
const entries = [serviceEntry('s3', 12), serviceEntry('ec2')];
const whole = write('whole.json', servicesPage(entries));
const read = (path: string, user = alice) => readServicesFiles([`alice=${path}`], [user]);

describe('--services USER=FILE', () => {
  it('gives the answer to the user, from one page or several one after another', async () => {
    const services = [{ user: alice, services: accessed({ s3: 12 }, ['ec2']) }];
    expect(await read(whole)).toEqual({ services, missing: [] });
    const [first, second] = entries.map((entry) => servicesPage([entry]));
    const pages = write('pages.json', { ...first, IsTruncated: true, Marker: 'm' }, second);
    expect((await read(pages)).services).toEqual(services);
  });

  it.each([
    ['more pages follow', 'more pages follow', servicesPage(entries, { IsTruncated: true })],
    ['the job failed', 'the job failed: X', servicesPage([], { JobStatus: 'FAILED', Error: { Code: 'X' } })],
  ])('is reported and not used where %s', async (_, why, page) => {
    const path = write('bad.json', page);
    const missing = [`the services last accessed by alice are not known (${path}: ${why})`];
    expect(await read(path)).toEqual({ services: [], missing });
  });

  it('is reported and not used where the answer is older than the user', async () => {
    const { services, missing } = await read(whole, { ...alice, createdAt: daysAgo(0, -60) });
    expect(services).toEqual([]);
    expect(missing).toEqual([expect.stringMatching(/whole\.json: it is older than the user\)$/)]);
  });

  it('is refused where the file is something else, with how to make it', async () => {
    await expect(read(write('users.json', { Users: [] }))).rejects.toThrow(
      /not an answer about services; make it with: aws iam generate-service-last-accessed-details --arn arn:aws:iam::\d+:user\/alice/,
    );
  });
});
