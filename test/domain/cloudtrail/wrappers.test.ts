import { describe, expect, it } from 'vitest';
import { recordsIn } from '../../../domain/cloudtrail/envelope.ts';
import { insideOf, isQueryAnswer, type Wrapper } from '../../../domain/cloudtrail/wrappers.ts';
import { record } from '../builders.ts';

const plain: Wrapper = { key: 'event', inside: 'inside' };
const logsInsights: Wrapper = { key: 'results', inside: 'cells-by-field' };
const lake: Wrapper = { key: 'queryresultrows', inside: 'cells-by-column' };
const athena: Wrapper = { key: 'resultset', inside: 'cells-below-header' };
const data = (...texts: readonly unknown[]) => ({ Data: texts.map((VarCharValue) => ({ VarCharValue })) });

describe('inside an answer of a query', () => {
  it.each<[string, Wrapper, unknown, unknown]>([
    ['Logs Insights has a field and a value a cell', logsInsights, [[{ field: 'a', value: '1' }]], [{ a: '1' }]],
    [
      'several cells make one row, several rows several',
      logsInsights,
      [
        [
          { field: 'a', value: '1' },
          { field: 'b', value: '2' },
        ],
        [{ field: 'a', value: '3' }],
      ],
      [{ a: '1', b: '2' }, { a: '3' }],
    ],
    ['CloudTrail Lake has one object a column', lake, [[{ a: '1' }, { b: '2' }], []], [{ a: '1', b: '2' }, {}]],
    [
      'Athena has its header above the rows',
      athena,
      { Rows: [data('a', 'b'), data('1', '2'), data('3', '4')] },
      [
        { a: '1', b: '2' },
        { a: '3', b: '4' },
      ],
    ],
    ['Athena leaves out what is null', athena, { Rows: [data('a', 'b'), { Data: [{}, null] }] }, [{}]],
    ['Athena without a row below its header has none', athena, { Rows: [data('a')] }, []],
    ['rows of another form stay', logsInsights, [{ a: 1 }, 'x', null, [7]], [{ a: 1 }, 'x', null, [7]]],
    ['a row in which one cell is no object stays', lake, [[{ a: '1' }, 'x']], [[{ a: '1' }, 'x']]],
    ['what is no list of rows stays', logsInsights, { a: 1 }, { a: 1 }],
    ['what is no list of rows stays here too', lake, 7, 7],
    ['a row of Athena without cells is empty', athena, { Rows: [data('a'), { Data: 7 }, null, 7] }, [{}, {}, {}]],
    ['an answer of Athena without rows has none', athena, { Rows: 7 }, []],
    ['an answer of Athena that is null has none', athena, null, []],
    ['another wrapper holds its value', plain, [[{ field: 'a', value: '1' }]], [[{ field: 'a', value: '1' }]]],
  ])('%s', (_, wrapper, value, inside) => {
    expect(insideOf(wrapper, value)).toEqual(inside);
  });
});

describe('a value is the answer of a query', () => {
  const cell = { field: 'a', value: '1' };

  it.each<[string, Wrapper, unknown]>([
    ['Logs Insights', logsInsights, [[cell, cell]]],
    ['Logs Insights, whatever the later rows are', logsInsights, [[cell], 7]],
    ['CloudTrail Lake', lake, [[], [{ a: '1' }]]],
    ['Athena', athena, { Rows: [data('a')] }],
  ])('of %s', (_, wrapper, value) => {
    expect(isQueryAnswer(wrapper, value)).toBe(true);
  });

  it.each<[string, Wrapper, unknown]>([
    ['no rows', logsInsights, []],
    ['a first row without cells', logsInsights, [[]]],
    ['a first row that is no list', logsInsights, ['x']],
    ['cells without a value', logsInsights, [[cell, { field: 'a' }]]],
    ['cells without a field', logsInsights, [[cell, { value: 'a' }]]],
    ['cells that are null', logsInsights, [[cell, null]]],
    ['an object for rows', logsInsights, { a: 1 }],
    ['no value', logsInsights, undefined],
    ['no rows of the lake', lake, []],
    ['empty rows of the lake', lake, [[], []]],
    ['null for rows of the lake', lake, null],
    ['no rows of Athena', athena, { Rows: [] }],
    ['null for an answer of Athena', athena, null],
    ['another wrapper', plain, [[cell]]],
  ])('but not with %s: %#', (_, wrapper, value) => {
    expect(isQueryAnswer(wrapper, value)).toBe(false);
  });
});

describe('rows of a query', () => {
  const { eventID, eventName, eventSource, eventTime } = record();
  const caller = JSON.stringify(record()['userIdentity']);
  const row = { eventID, eventName, eventSource, eventTime, userIdentity: record()['userIdentity'] };

  it.each<[string, unknown, string]>([
    [
      'Athena',
      {
        ResultSet: {
          Rows: [
            data('eventid', 'eventname', 'eventsource', 'eventtime', 'useridentity'),
            data(eventID, eventName, eventSource, eventTime, caller),
          ],
        },
      },
      'ResultSet[0]',
    ],
    [
      'Logs Insights',
      { results: [Object.entries({ ...row, userIdentity: caller }).map(([field, value]) => ({ field, value }))] },
      'results[0]',
    ],
    [
      'CloudTrail Lake',
      {
        QueryResultRows: [Object.entries({ ...row, userIdentity: caller }).map(([name, value]) => ({ [name]: value }))],
      },
      'QueryResultRows[0]',
    ],
  ])('whose columns are the fields of a record are records: %s', (_, answer, path) => {
    expect(recordsIn(answer)).toEqual([{ kind: 'record', record: row, path }]);
  });

  it.each<[string, unknown]>([
    ['ResultSet', { Rows: [data('day', 'calls'), data('2026-11-23', '7')] }],
    ['results', [[{ field: 'calls', value: '7' }]]],
    ['QueryResultRows', [[{ calls: '7' }]]],
  ])('whose columns are none of a record may yet be of CloudTrail: %s', (key, answer) => {
    expect(recordsIn({ [key]: answer })).toEqual([{ kind: 'not-understood', path: key }]);
    expect(recordsIn({ value: { [key]: answer } })).toEqual([{ kind: 'skipped', what: 'other' }]);
  });
});
