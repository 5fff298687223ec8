import { type AccountId, parseObjectId, parseTenantId, type UserId } from '../../../../domain/ids.ts';

function must<T>(value: T | undefined, text: string): T {
  if (value === undefined) throw new Error(`the test gave ${text}`);
  return value;
}

export const tenant = (text = '61b97b01-53be-4f0f-a054-3988c23668dc'): AccountId => must(parseTenantId(text), text);
export const objectId = (text = 'b7873f1b-547b-4605-ad9e-abc76e92f902'): UserId => must(parseObjectId(text), text);
