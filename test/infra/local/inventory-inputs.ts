import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../temporary-folder.ts';

export const header =
  'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated';

/** A user with one key, last used on 2026-05-01. */
export const rowOf = (user: string, account = '111122223333') =>
  `${user},arn:aws:iam::${account}:user/${user},2024-01-10T09:00:00+00:00,false,N/A,N/A,N/A,false,true,2024-01-10T09:00:00+00:00,2026-05-01T00:00:00+00:00,us-east-1,s3,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A`;

export const csvOf = (...rows: readonly string[]) => [header, ...rows].join('\n');
export const base64 = (text: string) => Buffer.from(text).toString('base64');
export const utf16 = (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le');

/** A folder of this test file's own, gone when its tests are done; answers where it wrote. */
export function fileWriter(): (name: string, content: string | Uint8Array) => string {
  const dir = temporaryFolder();
  return (name, content) => {
    const path = join(dir, name);
    writeFileSync(path, content);
    return path;
  };
}
