import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Break, JsonSplitter } from '../../../../infra/trail/json/json-splitter.ts';
import { forms, record, three } from '../trail-forms.ts';

type Found = { texts: string[]; shells: string[]; breaks: Break[]; positions: string[]; values: number };

function split(text: string | Uint8Array, sizes: readonly number[] = [], longest?: number): Found {
  const found: Found = { texts: [], shells: [], breaks: [], positions: [], values: 0 };
  const splitter: JsonSplitter = new JsonSplitter(
    {
      text: (json) => {
        found.texts.push(json.toString());
        found.positions.push(splitter.position());
      },
      shell: (json) => found.shells.push(json.toString()),
      broken: (at) => found.breaks.push(at),
    },
    longest,
  );
  for (const chunk of cut(Buffer.from(text as string), sizes)) splitter.write(chunk);
  splitter.end();
  return { ...found, values: splitter.values };
}

function* cut(bytes: Buffer, sizes: readonly number[]): Generator<Uint8Array> {
  if (sizes.length === 0) yield bytes;
  else {
    for (let at = 0, turn = 0; at < bytes.length; turn++) {
      const size = sizes[turn % sizes.length] as number;
      // A chunk is overwritten once it is used, as a reader with one buffer would do.
      const chunk = Uint8Array.from(bytes.subarray(at, at + size));
      yield chunk;
      chunk.fill(0x7b);
      at += size;
    }
  }
}

describe('the cutting of bytes into chunks', () => {
  const json = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.stringify(value));
  const spaced = fc.array(fc.constantFrom(' ', '\n', '\r\n', '\t'), { maxLength: 3 }).map((all) => all.join(''));
  const noise = fc.array(fc.constantFrom(...'{}[]",:\\\n ab7ä', 'Records', '"Records":['), { maxLength: 40 });
  const bodies = fc.oneof(
    fc.array(fc.oneof(json, spaced)).map((all) => all.join('')),
    fc.array(json).map((all) => `{"a":[],"Records":[${all.join(',')}],"b":1}\n`),
    noise.map((all) => all.join('')),
    fc.constantFrom(...Object.values(forms)).map((write) => write(three)),
  );

  it('does not change what a file holds', () => {
    fc.assert(
      fc.property(bodies, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }), (body, sizes) => {
        expect(split(body, sizes)).toEqual(split(body));
      }),
      { numRuns: 3000 },
    );
  });

  it('does not change what a broken file holds', () => {
    const place = fc.nat({ max: 800 });
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(forms)),
        place,
        fc.constantFrom('\n', '"', '}', 'x'),
        (write, at, odd) => {
          const text = write(three);
          const broken = `${text.slice(0, at)}${odd}${text.slice(at)}`;
          expect(split(broken, [1])).toEqual(split(broken));
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('the array of records', () => {
  it('is handed out by its elements, and the wrapper without them', () => {
    const found = split('{"a":[1],"Records":[{"x":1},{"y":[]}],"b":"]"}');
    expect(found.texts).toEqual(['{"x":1}', '{"y":[]}']);
    expect(found.shells).toEqual(['{"a":[1],"Records":[],"b":"]"}']);
    expect(found.positions).toEqual(['Records[0]', 'Records[1]']);
    expect(found.values).toBe(1);
  });

  it.each([
    ['under an escaped key', '{"Re\\u0063ords":[{"x":1}]}', ['{"x":1}']],
    ['under a key given twice', '{"Records":[{"x":1}],"Records":[{"y":1}]}', ['{"x":1}', '{"y":1}']],
    ['after white space around the colon', '{ "Records" \n:\t[ {"x":1} ] }', ['{"x":1}']],
    ['under Events', '{"Events":[{"x":1}]}', ['{"x":1}']],
    ['at the top', '[{"x":1},\n{"y":1}]', ['{"x":1}', '{"y":1}']],
    ['with elements that are no objects', '{"Records":[1, "a,]", null,[2],{}]}', ['1', '"a,]"', 'null', '[2]', '{}']],
  ])('is found %s', (_, text, expected) => {
    const found = split(text);
    expect(found.texts).toEqual(expected);
    expect(found.breaks).toEqual([]);
  });

  it.each([
    ['deeper inside a record', '{"requestParameters":{"Records":[{"x":1}]}}'],
    ['inside an element of a top-level array', '{"a":{"b":[{"Records":[1]}]}}'],
    ['when it is a value', '{"a":"Records","b":[1]}'],
    ['under another name', '{"resources":[{"x":1}]}'],
    ['when its value is no array', '{"Records":{"x":[1]}}'],
    ['inside a string', '{"a":"\\"Records\\":[{}]"}'],
  ])('is not seen %s', (_, text) => {
    expect(split(text)).toMatchObject({ texts: [text], shells: [], breaks: [] });
  });

  it('inside an element is part of the element', () => {
    expect(split('[{"Records":[1]}]').texts).toEqual(['{"Records":[1]}']);
    expect(split('{"Records":[{"Records":[1]}]}').texts).toEqual(['{"Records":[1]}']);
  });

  it.each(['[{} {}]', '[,{}]', '[{},]', '[{},,{}]', '{"Records":[{}}]}', '[1"a"]', '[{}] ]'])('%s breaks', (text) => {
    expect(split(text).breaks).toHaveLength(1);
  });
});

describe('values in a row', () => {
  it.each([
    ['on lines', '{"x":1}\n{"y":1}\n', ['line 1', 'line 2']],
    ['on lines of another system', '{"x":1}\r\n\r\n{"y":1}\r\n', ['line 1', 'line 3']],
    ['without a line end', '{"x":1}{"y":1}', ['line 1', 'byte 7']],
    ['after a byte order mark', '\uFEFF{"x":1}\n{"y":1}', ['line 1', 'line 2']],
  ])('are told apart %s', (_, text, positions) => {
    expect(split(text)).toMatchObject({ texts: ['{"x":1}', '{"y":1}'], positions, breaks: [], values: 2 });
  });

  it('may each hold an array of records', () => {
    expect(split('{"Records":[{"x":1}]}{"Records":[{"y":1}]}').positions).toEqual([
      'Records[0]',
      'byte 21, Records[0]',
    ]);
  });
});

describe('a broken line', () => {
  it.each([
    ['ending inside a string', '{"b":"ra'],
    ['ending after a backslash', '{"b":"ra\\'],
    ['ending before its last brace', '{"b":{"c":1}'],
    ['ending after a comma', '{"b":1,'],
    ['of other text', 'INFO started'],
    ['starting in the middle', 'ra","c":{}}'],
    ['with a brace too many', '{"b":1}}'],
    ['holding a torn trail file', '{"Records":[{"b":1},{"b'],
    ['holding a trail file without its end', '{"Records":[{"b":1}'],
  ])('%s is reported with its number and swallows no other', (_, line) => {
    const found = split(`{"x":1}\n${line}\n{"y":1}\n{"z":1}\n`);
    expect(found.breaks).toMatchObject([{ line: 2 }]);
    expect(found.texts.filter((text) => !text.includes('b'))).toEqual(['{"x":1}', '{"y":1}', '{"z":1}']);
  });

  it('may be the first', () => {
    expect(split('{"a":{}\n{"x":1}\n{"y":1}\n')).toMatchObject({
      breaks: [{ line: 1 }],
      texts: ['{"x":1}', '{"y":1}'],
    });
    expect(split('{"a":"\n{"x":1}\n{"y":1}\n')).toMatchObject({ breaks: [{ line: 1 }], texts: ['{"x":1}', '{"y":1}'] });
  });

  it('leaves later trail files their lines', () => {
    expect(split('broken\n{"Records":[{}]}\n').positions).toEqual(['line 2, Records[0]']);
  });

  it('is counted beside each other one', () => {
    const found = split('{"x":1}\none\n\ntwo\n{"y":1}\nthree\n');
    expect(found.breaks.map((at) => at.line)).toEqual([2, 4, 6]);
    expect(found.texts).toEqual(['{"x":1}', '{"y":1}']);
  });

  it('may be followed by pretty-printed values', () => {
    const pretty = JSON.stringify(record('a'), null, 2);
    expect(split(`{"x":1}\nbroken\n${pretty}\n{"y":1}\n`).texts).toEqual(['{"x":1}', pretty, '{"y":1}']);
  });
});

describe('a broken pretty-printed file', () => {
  it('yields no inner object as a record', () => {
    const text = JSON.stringify({ Records: three }, null, 2);
    const broken = text.replace('"eventID": "b"', '"eventID": "b');
    const found = split(broken);
    expect(found.texts).toHaveLength(1);
    expect(found.breaks).toHaveLength(1);
  });

  it('may set objects inside a value at the start of lines', () => {
    const value = '{\n"detail":\n{"x":1}\n}';
    expect(split(`${value}\n${value}\n`)).toMatchObject({ texts: [value, value], breaks: [] });
  });

  it('may set its records at the start of lines', () => {
    const found = split('{"Records":[\n{"x":\n{"a":1}},\n{"y":1,"l":[\n{},\n{}]}\n]}\n');
    expect(found).toMatchObject({ texts: ['{"x":\n{"a":1}}', '{"y":1,"l":[\n{},\n{}]}'], breaks: [] });
  });
});

describe('a text that does not end', () => {
  it.each(['{', '[', '{"Records":[', '{"Records":[{"x":1},', '{"Records":[]', '{"a":"x', '[1', '{"a":1}\n{"b'])(
    '%s is truncated',
    (text) => {
      const line = text.split('\n').length;
      expect(split(text).breaks).toEqual([{ kind: 'truncated', line, byte: text.length }]);
    },
  );

  it.each([[[]], [[7]]])('is given up at the longest length, and reading goes on with the next line', (sizes) => {
    const long = `{"a":"${'x'.repeat(100)}"}`;
    const found = split(`{"x":1}\n${long}\n{"y":1}\n`, sizes, 50);
    expect(found.breaks).toMatchObject([{ kind: 'too-long', line: 2 }]);
    expect(found.texts).toEqual(['{"x":1}', '{"y":1}']);
  });

  it('is given up as a whole, with its inner objects', () => {
    expect(split('{"a":\n{"x":1}}', [6, 100], 5)).toMatchObject({ texts: [], breaks: [{ kind: 'too-long', line: 1 }] });
  });

  it('may be given up in the middle of an escape', () => {
    expect(split('{"aa":"\\\\"}\n{"":1}\n', [8], 7)).toMatchObject({ texts: ['{"":1}'], breaks: [{ line: 1 }] });
  });

  it('began where its wrapper began', () => {
    expect(split('{"Records":[\n{}\n],"a":"x').breaks).toMatchObject([{ kind: 'truncated', line: 1 }]);
    expect(split('{"Records":[\n{}\n,{"a').breaks).toMatchObject([{ kind: 'truncated', line: 3 }]);
  });

  it('may be exactly as long as the longest', () => {
    expect(split('{"a":"xx"}', [3], 10).texts).toEqual(['{"a":"xx"}']);
    expect(split('{"a":"xxx"}', [3], 10).breaks).toHaveLength(1);
  });
});
