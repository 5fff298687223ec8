/** Policies of secrets, Lambda functions and ECR repositories, and the access entries of EKS clusters. */

import { type ECRClient, GetRepositoryPolicyCommand, paginateDescribeRepositories } from '@aws-sdk/client-ecr';
import { type EKSClient, paginateListAccessEntries, paginateListClusters } from '@aws-sdk/client-eks';
import { GetPolicyCommand, type LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import {
  GetResourcePolicyCommand,
  paginateListSecrets,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { Region } from '../../../domain/ids.ts';
import type { ReferenceSource } from '../../ports/reference-source.ts';
import { allOf } from '../all-pages.ts';
import { sourceOf, unlessNone } from './source.ts';

/** The secrets of a Region, without those that wait for their deletion: nobody can read these. */
export const secretSource = (client: SecretsManagerClient, region: Region): ReferenceSource =>
  sourceOf({
    kind: 'secret-policy',
    region,
    actions: ['secretsmanager:ListSecrets', 'secretsmanager:GetResourcePolicy'],
    list: () =>
      allOf(paginateListSecrets({ client, pageSize: 100 }, {}), ({ SecretList = [] }) =>
        SecretList.map(({ ARN }) => ARN),
      ),
    documentOf: async (SecretId) => (await client.send(new GetResourcePolicyCommand({ SecretId }))).ResourcePolicy,
  });

/** The functions of a Region. Policies of single versions and aliases are not looked at. */
export const functionSource = (client: LambdaClient, region: Region): ReferenceSource =>
  sourceOf({
    kind: 'function-policy',
    region,
    actions: ['lambda:ListFunctions', 'lambda:GetPolicy'],
    list: () =>
      allOf(paginateListFunctions({ client, pageSize: 50 }, {}), ({ Functions = [] }) =>
        Functions.map(({ FunctionArn }) => FunctionArn),
      ),
    documentOf: async (FunctionName) => {
      const answer = client.send(new GetPolicyCommand({ FunctionName }));
      return (await unlessNone(answer, 'ResourceNotFoundException'))?.Policy;
    },
  });

/** The private repositories of a Region, by name. */
export const repositorySource = (client: ECRClient, region: Region): ReferenceSource =>
  sourceOf({
    kind: 'repository-policy',
    region,
    actions: ['ecr:DescribeRepositories', 'ecr:GetRepositoryPolicy'],
    list: () =>
      allOf(paginateDescribeRepositories({ client, pageSize: 1000 }, {}), ({ repositories = [] }) =>
        repositories.map(({ repositoryName }) => repositoryName),
      ),
    documentOf: async (repositoryName) => {
      const answer = client.send(new GetRepositoryPolicyCommand({ repositoryName }));
      return (await unlessNone(answer, 'RepositoryPolicyNotFoundException'))?.policyText;
    },
  });

/**
 * The clusters of a Region, by name: who has an access entry. A cluster that only keeps `aws-auth` refuses the
 * question; what stands in it is inside the cluster, and not known.
 */
export const clusterSource = (client: EKSClient, region: Region): ReferenceSource =>
  sourceOf({
    kind: 'cluster-access-entry',
    region,
    actions: ['eks:ListClusters', 'eks:ListAccessEntries'],
    list: () => allOf(paginateListClusters({ client, pageSize: 100 }, {}), ({ clusters }) => clusters),
    documentOf: async (clusterName) => {
      const pages = paginateListAccessEntries({ client, pageSize: 100 }, { clusterName });
      return JSON.stringify({ accessEntries: await allOf(pages, ({ accessEntries }) => accessEntries) });
    },
  });
