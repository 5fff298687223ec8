import { S3Client } from '@aws-sdk/client-s3';

/** A client for reading an archive, with the credentials and the Region of the environment, wherever the bucket is. */
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

/** A server at an address, or on this machine, has no names for its buckets. */
function isLocal(endpoint: string): boolean {
  const host = URL.canParse(endpoint) ? new URL(endpoint).hostname : '';
  return host === 'localhost' || host.endsWith(']') || /^[\d.]+$/.test(host);
}
