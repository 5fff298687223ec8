import { render } from 'preact-render-to-string';
import type { Failure } from '../../domain/answer.ts';
import { coverageWords } from '../../domain/coverage/coverage-words.ts';
import type { AccountId } from '../../domain/ids.ts';
import { plainText } from '../../domain/plain-text.ts';
import { type Assessment, idleDays } from '../../domain/verdict/assessment.ts';
import { explainApartFromWatch } from '../../domain/verdict/explanation.ts';
import type { UnusedUsers } from './read-unused.ts';

/** What the widget's commands name. */
export interface WidgetContext {
  readonly accountId: AccountId;
  readonly tableName: string;
}

/**
 * The widget's HTML: elements and text alone. CloudWatch takes scripts and handlers out, and its own style applies to
 * paragraphs and tables. Preact escapes every text; names and reasons are also freed of control characters. Source:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/add_custom_widget_dashboard_about.html
 */
export function unusedUsersHtml(unused: UnusedUsers, context: WidgetContext): string {
  return render(unused.kind === 'no-run' ? <NoRun {...context} /> : <Judged {...unused} {...context} />);
}

/** What the widget says where the table cannot be read. */
export function failureHtml({ why }: Failure, { tableName }: WidgetContext): string {
  return render(
    <p>
      The verdicts could not be read from the table {tableName}: {plainText(why)}. This says nothing about any user. The
      log of the function has the cause; lastseen doctor checks the deployment.
    </p>,
  );
}

const NoRun = ({ accountId, tableName }: WidgetContext) => (
  <p>
    No user of account {accountId} is judged yet: the table {tableName} has no finished run. Start one by invoking
    reconcile.
  </p>
);

type JudgedUsers = Extract<UnusedUsers, { readonly kind: 'judged' }>;

function Judged(props: JudgedUsers & WidgetContext) {
  const { run, shown, unused, exempt, accountId, tableName } = props;
  return (
    <div>
      <p>
        <strong>
          {unused} of {run.users} users unused
        </strong>
        {exempt === 0 ? '' : `, ${exempt} more unused and exempt`}. Account {accountId}, as of {run.asOf}; unused means
        no activity for {run.thresholdDays} days or more.
      </p>
      {unseenWords(props).map((words) => (
        <p>{plainText(words)}</p>
      ))}
      {shown.length === 0 ? null : <UserTable users={shown} asOf={run.asOf} />}
      {unused === shown.length ? null : (
        <p>
          and {unused - shown.length} more: <code>lastseen list --table {tableName}</code>
        </p>
      )}
    </div>
  );
}

/** What could not be seen, a line each. */
function unseenWords({ run, unknown, missing, tableName }: JudgedUsers & WidgetContext): string[] {
  const { coverage } = run;
  return [
    ...(unknown === 0 ? [] : [`Cannot be judged: ${unknown}. lastseen list --table ${tableName} --state unknown`]),
    ...missing,
    ...(coverage.kind === 'whole' ? [] : [`Not corroborated by CloudTrail: ${coverageWords(coverage)}`]),
  ];
}

function UserTable({ users, asOf }: { readonly users: readonly Assessment[] } & Pick<JudgedUsers['run'], 'asOf'>) {
  return (
    <table>
      <thead>
        <tr>
          <th>User</th>
          <th>State</th>
          <th>Days</th>
          <th>Why</th>
        </tr>
      </thead>
      <tbody>
        {users.map((assessment) => (
          <tr>
            <td>{plainText(assessment.user.userName)}</td>
            <td>{assessment.state}</td>
            <td>{idleDays(assessment, asOf) ?? 'not known'}</td>
            <td>{plainText(explainApartFromWatch(assessment, asOf))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
