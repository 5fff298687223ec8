/** The tables that stand with one user: its credentials, and the services that it accessed. */

import type { UserView } from './browser/user-view.ts';
import { has, Text } from './user-text.tsx';

/** The columns of each table: the name of the text, and the title. */
const columns = {
  credentials: [
    ['kind', 'Credential'],
    ['id', 'Id'],
    ['status', 'Status'],
    ['credentialState', 'State'],
    ['age', 'Age'],
    ['lastUsed', 'Last use'],
  ],
  services: [
    ['service', 'Service'],
    ['lastAttempt', 'Last attempt'],
    ['attemptRegion', 'Region'],
    ['allowed', 'Policies'],
  ],
} as const;

/** The tables of one user. */
export const userTables = ['credentials', 'services'] as const;

type UserTable = (typeof userTables)[number];

interface OfUser {
  readonly view: UserView;
}

export const Credentials = ({ view }: OfUser) => (
  <div class="scroll" data-if="hasCredentials" hidden={!has(view, 'hasCredentials')}>
    <Table of="credentials" caption="Credentials" rows={view.credentials} />
  </div>
);

/** What a reviewer must know before access is taken away: which allowed services were used, and which never. */
export const Services = ({ view }: OfUser) => (
  <div class="services" data-if="servicesAsked" hidden={!has(view, 'servicesAsked')}>
    <p>
      <Text view={view} of="servicesAsked" />
    </p>
    <div class="scroll" data-if="hasServices" hidden={!has(view, 'hasServices')}>
      <Table of="services" caption="Services last accessed, refused attempts included" rows={view.services} />
    </div>
    <details data-if="neverUsed" hidden={!has(view, 'neverUsed')}>
      <summary>Allowed services that were never used</summary>
      <p>
        <Text view={view} of="neverUsed" />
      </p>
    </details>
  </div>
);

interface TableProps {
  readonly of: UserTable;
  readonly caption: string;
  readonly rows: UserView['credentials'];
}

const Table = ({ of, caption, rows }: TableProps) => (
  <table>
    <caption>{caption}</caption>
    <thead>
      <tr>
        {columns[of].map(([name, title]) => (
          <th key={name} scope="col">
            {title}
          </th>
        ))}
      </tr>
    </thead>
    <tbody data-rows={of}>
      {rows.map((texts) => (
        <TableRow key={[...texts.values()].join(' ')} of={of} texts={texts} />
      ))}
    </tbody>
  </table>
);

/** One row of a table; the script copies an empty one. */
export const TableRow = ({ of, texts }: { readonly of: UserTable; readonly texts: ReadonlyMap<string, string> }) => (
  <tr>
    {columns[of].map(([name]) => (
      <td key={name}>
        <bdi data-text={name}>{texts.get(name) ?? ''}</bdi>
      </td>
    ))}
  </tr>
);
