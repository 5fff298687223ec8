import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { IAMClient, ListOrganizationsFeaturesCommand } from '@aws-sdk/client-iam';
import { paginateListDelegatedAdministrators, paginateListRoots } from '@aws-sdk/client-organizations';
import pMap from 'p-map';
import { diagnoseOrganization } from '../../../../domain/doctor/organization-checks.ts';
import type { OrganizationFacts } from '../../../../domain/doctor/organization-facts.ts';
import { parseAccountId, parseRegion, type Region } from '../../../../domain/ids.ts';
import { isInService } from '../../../../domain/organization/member-account.ts';
import { allOf } from '../../../../infra/aws/all-pages.ts';
import { tryAsk } from '../../../../infra/aws/answer.ts';
import { gatherTrails } from '../../../../infra/aws/cloudtrail/cloudtrail-trails.ts';
import { listOrganization } from '../../../../infra/aws/organization/organizations.ts';
import { clockTime } from '../../../clock.ts';
import { InputError } from '../../../input-error.ts';
import { doctorReport } from '../../../report/doctor-report.ts';
import { exitCodes } from '../../exit-codes.ts';
import { homeRegion, liveClientConfig } from '../../live-session.ts';
import type { AnswerOptions } from '../../options/common-options.ts';
import { openOutput } from '../../output.ts';
import type { ProgramContext } from '../../program-context.ts';
import { withPatience } from '../../progress/patience.ts';
import { provenanceOf } from '../../provenance.ts';
import { printableJson } from '../../render/printable-json.ts';
import { renderDoctor } from '../../render/render-doctor.ts';
import { type AccessOptions, memberRole, type OrganizationAccess, openOrganization } from './organization-access.ts';

/** What `lastseen doctor --organization` is told. */
export interface OrganizationDoctorOptions extends AnswerOptions, AccessOptions {
  readonly region?: string;
}

/** Examines the organization of the credentials, prints the answer and sets the exit code. */
export async function runDoctorOrganization(
  options: OrganizationDoctorOptions,
  context: ProgramContext,
): Promise<void> {
  const output = await openOutput(options, { command: 'doctor --organization', formats: ['table', 'json'] });
  const home = parseRegion(options.region ?? (await homeRegion(options.profile)));
  if (home === undefined) throw new InputError(`--region ${options.region}: give a Region, like eu-west-1`);
  const access = await openOrganization(options);
  const gather = () => withPatience(options, 'asking AWS', () => gatherFacts(access, home, options.roleName));
  const facts = await gather().finally(() => access.close());
  const { organizationId, ownAccount: accountId } = access;
  const request = { accountId, home, now: clockTime() };
  const report = doctorReport(request, diagnoseOrganization(facts));
  const json = { organizationId, ...report, provenance: await provenanceOf(context, []) };
  await output.write(output.format === 'json' ? `${printableJson(json, 2)}\n` : renderDoctor(report, output.terminal));
  context.setExitCode(report.counts.fail > 0 ? exitCodes.finding : exitCodes.done);
}

const assumedAtOnce = 8;

async function gatherFacts(
  { organizationId, managementAccount, ownAccount, arn, organizations, enter }: OrganizationAccess,
  home: Region,
  roleName = memberRole,
): Promise<OrganizationFacts> {
  const members = await tryAsk('organizations:ListAccounts', () => listOrganization(organizations));
  const wanted = members.kind === 'answered' ? members.value.accounts.filter(isInService) : [];
  const entered = await pMap(wanted, async ({ accountId }) => [accountId, await enter(accountId)] as const, {
    concurrency: assumedAtOnce,
  });
  const iam = new IAMClient({ ...liveClientConfig, region: home });
  const cloudtrail = new CloudTrailClient({ ...liveClientConfig, region: home });
  const features = async () => (await iam.send(new ListOrganizationsFeaturesCommand({}))).EnabledFeatures ?? [];
  const administrators = async () => {
    const pages = paginateListDelegatedAdministrators({ client: organizations }, {});
    const all = await allOf(pages, (page) => page.DelegatedAdministrators);
    return all.flatMap(({ Id }) => parseAccountId(Id) ?? []);
  };
  const roots = async () => {
    const all = await allOf(paginateListRoots({ client: organizations }, {}), (page) => page.Roots);
    return all.flatMap(({ Id }) => Id ?? []);
  };
  try {
    return {
      ...{ organizationId, managementAccount, ownAccount, arn, roleName, members },
      entered: new Map(entered),
      trails: await gatherTrails([home], () => cloudtrail),
      administrators: await tryAsk('organizations:ListDelegatedAdministrators', administrators),
      roots: await tryAsk('organizations:ListRoots', roots),
      rootFeatures: await tryAsk('iam:ListOrganizationsFeatures', features),
    };
  } finally {
    iam.destroy();
    cloudtrail.destroy();
  }
}
