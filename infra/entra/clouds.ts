import type { EntraCloud } from '../../domain/settings/tenant-settings.ts';

/** Where a cloud of Microsoft answers; each is apart from the others. */
export interface Cloud {
  /** Of Microsoft Graph, without a path. */
  readonly graph: string;
  /** Where tokens are given. */
  readonly login: string;
}

/** Source: https://learn.microsoft.com/graph/deployments */
export const clouds: { readonly [name in EntraCloud]: Cloud } = {
  global: { graph: 'https://graph.microsoft.com', login: 'https://login.microsoftonline.com' },
  us: { graph: 'https://graph.microsoft.us', login: 'https://login.microsoftonline.us' },
  dod: { graph: 'https://dod-graph.microsoft.us', login: 'https://login.microsoftonline.us' },
  china: { graph: 'https://microsoftgraph.chinacloudapi.cn', login: 'https://login.chinacloudapi.cn' },
};
