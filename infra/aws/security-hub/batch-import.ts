import { BatchImportFindingsCommand, type SecurityHubClient } from '@aws-sdk/client-securityhub';
import type { SecurityHub } from '../../ports/security-hub.ts';

/** Security Hub in the client's Region. A refused finding without an id would be taken for imported: it is an error. */
export function securityHub(client: SecurityHubClient): SecurityHub {
  return {
    importFindings: async (findings) => {
      const answer = await client.send(new BatchImportFindingsCommand({ Findings: [...findings] }));
      const refused = (answer.FailedFindings ?? []).map(({ Id: id, ErrorCode: code }) => {
        if (id === undefined) throw new Error('Security Hub refused a finding without saying which');
        return { id, code: code ?? 'unknown' };
      });
      if (refused.length === (answer.FailedCount ?? 0)) return refused;
      throw new Error(`Security Hub refused ${answer.FailedCount} findings and names ${refused.length}`);
    },
  };
}
