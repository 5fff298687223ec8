import { type KMSClient, SignCommand } from '@aws-sdk/client-kms';
import type { RecordSigner } from '../../ports/act-log.ts';

/**
 * A key in KMS, of the kind ECC_NIST_P256. Whoever has its public key can verify without AWS.
 * Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html
 */
export function kmsSigner(client: KMSClient, keyArn: string): RecordSigner {
  return {
    key: keyArn,
    sign: async (digest) => {
      const request = {
        KeyId: keyArn,
        Message: digest,
        MessageType: 'DIGEST',
        SigningAlgorithm: 'ECDSA_SHA_256',
      } as const;
      const { Signature } = await client.send(new SignCommand(request));
      if (Signature === undefined) throw new Error(`KMS gave no signature of ${keyArn}`);
      return Signature;
    },
  };
}
