/** The forms in which other tools wrap CloudTrail records. */

import { hasField, isJsonObject, type JsonObject } from '../json.ts';
import type { Reveal } from './other-json.ts';

/** How to find the things inside a wrapper: directly, as values or JSON text, or as cells of rows. */
type Inside = 'inside' | 'cells-by-field' | 'cells-by-column' | 'cells-below-header';

/** One form in which other tools keep CloudTrail records: under which key. */
export interface Wrapper {
  /** Letters and digits in lower case: `rawdata` is `rawData`, `source` is `_source`. */
  readonly key: string;
  readonly inside: Inside;
}

const wrapper = (key: string, inside: Inside = 'inside'): Wrapper => ({ key, inside });

/**
 * The forms, with who writes them and what stands there. The most specific comes first: of an object only the first
 * form that leads to records is opened.
 */
export const wrappers: readonly Wrapper[] = [
  wrapper('cloudtrailevent'), // lookup-events and Steampipe: the record as text or object
  wrapper('eventjson'), // CloudTrail Lake: the record as text
  wrapper('detail'), // EventBridge, Pipes and archives of events: the record
  wrapper('original'), // ECS, below `event`: the record as text
  wrapper('event'), // Beats, Logstash, scheduled queries: the record, or what holds its text
  wrapper('raw'), // Splunk: the record as text
  wrapper('result'), // Splunk exports: what holds `_raw`
  wrapper('source'), // Elasticsearch and OpenSearch hits
  wrapper('hits'), // Elasticsearch and OpenSearch answers
  wrapper('sns'), // SNS to Lambda: what holds the message
  wrapper('body'), // SQS: an event or a notification as text
  wrapper('messages'), // SQS receive-message
  wrapper('kinesis'), // Kinesis to Lambda: what holds the data
  wrapper('rawdata'), // Firehose transformations: packed
  wrapper('attributes'), // Datadog archives: the record
  wrapper('content'), // Datadog API: what holds the attributes
  wrapper('aws'), // Wazuh: the record
  wrapper('cloudtrail'), // Beats and Wazuh: the record
  wrapper('data'), // Kinesis and Firehose: packed; Wazuh, CloudEvents, OCI: the record
  wrapper('fulllog'), // Wazuh archives: the record as text
  wrapper('message'), // CloudWatch Logs, SNS, Vector, Filebeat, Logstash: text
  wrapper('log'), // Fluent Bit and Fluentd: text
  wrapper('msg'), // rsyslog and others: text
  wrapper('payload'), // Kafka Connect and others
  wrapper('value'), // Kafka consumers and query APIs
  wrapper('results', 'cells-by-field'), // Logs Insights: rows of fields and values
  wrapper('queryresultrows', 'cells-by-column'), // CloudTrail Lake: rows of one object a column
  wrapper('resultset', 'cells-below-header'), // Athena get-query-results: rows below a header
  wrapper('records'), // files of records whose key is respelled; Kinesis get-records
  wrapper('rows'), // Steampipe and Tailpipe
  wrapper('events'), // event collectors
  wrapper('logs'), // Datadog and others
];

/** Opens base64, plain or gzip. */
export interface Unpack {
  /** The JSON values in it, one or several in a row; undefined where it holds anything else. */
  readonly values: (base64: string) => readonly unknown[] | undefined;
  readonly text: Reveal;
}

export const unpackNothing: Unpack = { values: () => undefined, text: () => undefined };

/** The content of a wrapper's value: the value itself, or each of its rows as an object. */
export function insideOf({ inside }: Wrapper, value: unknown): unknown {
  if (inside === 'cells-by-field')
    return eachRow(value, (cells) => cells.map(({ field, value: cell }) => [field, cell]));
  if (inside === 'cells-by-column') return eachRow(value, (cells) => cells.flatMap((cell) => Object.entries(cell)));
  return inside === 'cells-below-header' ? rowsBelowHeader(value) : value;
}

/** Whether a value is the answer of a query, which may be about CloudTrail or about anything else. */
export function isQueryAnswer({ inside }: Wrapper, value: unknown): boolean {
  if (inside !== 'cells-by-field') return inside !== 'inside' && Object.values(value ?? []).flat().length > 0;
  // Stryker disable next-line ArrayDeclaration: neither nothing nor a text is a row.
  const [row] = Array.isArray(value) ? value : [];
  return (
    Array.isArray(row) &&
    row.length > 0 &&
    row.every((cell) => isJsonObject(cell) && hasField(cell, 'field') && hasField(cell, 'value'))
  );
}

type Cell = readonly unknown[];

function eachRow(value: unknown, cellsOf: (cells: readonly JsonObject[]) => readonly Cell[]): unknown {
  if (!Array.isArray(value)) return value;
  return value.map((row: unknown) => {
    const isRow = Array.isArray(row) && row.every(isJsonObject);
    return isRow ? Object.fromEntries(cellsOf(row).map(([name, cell]) => [String(name), cell])) : row;
  });
}

function rowsBelowHeader(value: unknown): unknown {
  // Stryker disable next-line ArrayDeclaration: the first is the header, which is no row.
  const rows = isJsonObject(value) && Array.isArray(value['Rows']) ? value['Rows'].map(cellsOfRow) : [];
  // Stryker disable next-line ArrayDeclaration: without a header there are no rows either.
  const [header = [], ...body] = rows;
  return body.map((cells) => Object.fromEntries(cells.map((cell, index) => [String(header[index]), cell])));
}

function cellsOfRow(row: unknown): unknown[] {
  const data = isJsonObject(row) ? row['Data'] : undefined;
  return Array.isArray(data)
    ? data.map((cell: unknown) => (isJsonObject(cell) ? cell['VarCharValue'] : undefined))
    : [];
}
