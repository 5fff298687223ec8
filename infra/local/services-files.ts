import type { Answer } from '../../domain/answer.ts';
import type { IamUser } from '../../domain/inventory/iam-user.ts';
import { readServices } from '../../domain/services/read-services.ts';
import type { ServicesAccessed } from '../../domain/services/services-accessed.ts';
import { InventoryFileError } from './inventory-file-error.ts';
import { readInventoryText } from './inventory-text.ts';
import { jsonValuesOf } from './json-values.ts';

/**
 * Reads the answer of `aws iam get-service-last-accessed-details` about one user: one page, or all pages one after
 * another. Throws InventoryFileError where the file is something else.
 */
export async function readServicesFile(
  path: string,
  { accountId, userName, arn }: Pick<IamUser, 'accountId' | 'userName' | 'arn'>,
): Promise<Answer<ServicesAccessed>> {
  const pages = jsonValuesOf(await readInventoryText(path))?.flat();
  const answer = pages === undefined ? undefined : readServices(pages, { accountId, userName });
  if (answer !== undefined) return answer;
  const how = [
    `aws iam generate-service-last-accessed-details --arn ${arn}`,
    'aws iam get-service-last-accessed-details --job-id ID --output json > FILE',
  ];
  throw new InventoryFileError(`${path}: not an answer about services; make it with: ${how.join(', then ')}`);
}
