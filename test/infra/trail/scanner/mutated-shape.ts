import { type Below, pick } from './mutated-record.ts';

/** The members of a record's text that are no objects: where each begins, and its name, colon and value. */
const member = /"[^"\\]+":(?:"(?:[^"\\]|\\.)*"|true|false|null|-?\d+(?:\.\d+)?)/g;

/** Changes of one place that a learned shape compares or skips. */
const changes: Readonly<Record<string, (text: string, below: Below, other: string) => string>> = {
  'a byte of a name': (text, below) => inMember(text, below, /"[^"]+":/, flipped),
  'a byte of a number': (text, below) => inMember(text, below, /\d+(?:\.\d+)?$/, flipped),
  'a byte of a literal': (text, below) => inMember(text, below, /(?:true|false|null)$/, flipped),
  'white space': (text, below) =>
    inMember(text, below, /:/, (colon) => pick(below, [` ${colon}`, `${colon} `, `${colon}\t`, `${colon}\n`])),
  'an escape in a value': (text, below) =>
    inMember(text, below, /.(?="$)/, (letter) => `${letter}${pick(below, ['\\n', '\\u0041', '\\"', '\\x', '\\u12'])}`),
  'a quote in a value': (text, below) => inMember(text, below, /.(?="$)/, (letter) => `${letter}"`),
  'a control character in a value': (text, below) => inMember(text, below, /.(?="$)/, () => '\u0001'),
  'a value of another kind': (text, below) =>
    inMember(text, below, /(?<=":).*$/, () => pick(below, ['null', '7', '{}', '[]', '{"a":[1]}', '""', 'true', '1e5'])),
  'no value': (text, below) => inMember(text, below, /(?<=":).*$/, () => ''),
  'a member twice': (text, below) => inMember(text, below, /.*/, (all) => `${all},${all}`),
  'a member less': (text, below) => inMember(text, below, /.*/, () => '').replace(',,', ','),
  'another order': (text, below) => swapped(text, below),
  'the end of another record': (text, below, other) => joined(text, below, other),
  'an end too early': (text, below) => text.slice(0, below(text.length)),
  'a member behind the end': (text) => `${text},"eventTime":"2026-10-31T10:00:00Z"`,
};

/** Changes a record's text in one place; its shape is that of the text up to there. */
export function reshaped(text: string, below: Below, other: string): string {
  return pick(below, Object.values(changes))(text, below, other);
}

function inMember(text: string, below: Below, part: RegExp, change: (part: string, below: Below) => string): string {
  const found = [...text.matchAll(member)].filter(([all]) => part.test(all));
  if (found.length === 0) return text;
  const { index, 0: all } = pick(below, found);
  return text.slice(0, index) + all.replace(part, (each) => change(each, below)) + text.slice(index + all.length);
}

function flipped(text: string, below: Below): string {
  const at = below(text.length);
  return text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ (1 << below(7))) + text.slice(at + 1);
}

function swapped(text: string, below: Below): string {
  const entries = Object.entries(JSON.parse(text));
  const at = below(entries.length - 1);
  return JSON.stringify(Object.fromEntries([...entries.slice(0, at), ...entries.slice(at).reverse()]));
}

/** The beginning of one record and the end of another, cut at a member that both have. */
function joined(text: string, below: Below, other: string): string {
  const { 0: all, index } = pick(below, [...text.matchAll(member)]);
  const at = other.indexOf(all.slice(0, all.indexOf(':')));
  return at < 0 ? text : text.slice(0, index) + other.slice(at);
}
