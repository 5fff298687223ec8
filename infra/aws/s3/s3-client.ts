import { S3Client } from '@aws-sdk/client-s3';

/** A client that reads archives, with the environment's credentials and Region. The bucket may be in any Region. */
export function archiveClient(environment: NodeJS.ProcessEnv): S3Client {
  const endpoint = environment['AWS_ENDPOINT_URL_S3'] ?? environment['AWS_ENDPOINT_URL'];
  return new S3Client({
    followRegionRedirects: true,
    forcePathStyle: endpoint !== undefined && isLocal(endpoint),
    maxAttempts: 5,
    requestHandler: {
      connectionTimeout: 5_000,
      requestTimeout: 30_000,
      throwOnRequestTimeout: true,
      socketTimeout: 30_000,
    },
  });
}

/** A server at an IP address or on this machine has no host name for each bucket. */
function isLocal(endpoint: string): boolean {
  const host = URL.canParse(endpoint) ? new URL(endpoint).hostname : '';
  return host === 'localhost' || host.endsWith(']') || /^[\d.]+$/.test(host);
}
