import { describe, expect, it } from 'vitest';
import type { TrailChange, TrailEffect } from '../../../domain/cloudtrail/trail-change.ts';
import { hourOf } from '../../../domain/coverage/proven-hours.ts';
import type { LoggedEvents, TrailSelector } from '../../../domain/coverage/trail-selectors.ts';
import { recordedHours } from '../../../domain/digests/recorded-hours.ts';
import type { TrailProof } from '../../../domain/digests/trail-proof.ts';
import type { Region } from '../../../domain/ids.ts';
import { plusMinutes } from '../../../domain/time.ts';
import { account, instant, region } from '../builders.ts';

const start = instant('2026-11-10T00:00:00Z');
const at = (hour: number) => plusMinutes(start, 60 * hour);
const span = (from: number, to: number) => ({ from: at(from), to: at(to) });
const home = region();
const quiet = 'us-east-1' as Region;

const proofOf = (changes: Partial<TrailProof> = {}): TrailProof => ({
  accountId: account(),
  trail: 'main',
  home,
  isOrganization: false,
  spans: new Map([
    [home, [span(0, 60)]],
    [quiet, [span(0, 60)]],
  ]),
  readingDays: new Set(),
  ...changes,
});

let serial = 0;
const change = (hour: number, effect: TrailEffect, more: Partial<TrailChange> = {}): TrailChange => ({
  at: plusMinutes(at(hour), 30),
  eventId: `${serial++}`,
  accountId: account(),
  home,
  trail: 'main',
  effect,
  ...more,
});
const basic = (readWriteType: string): TrailSelector => ({
  kind: 'basic',
  readWriteType,
  includesManagement: true,
  excludedSources: [],
});
const selects = (type: string): TrailEffect => ({ kind: 'selected', selectors: [basic(type)] });
const whole: LoggedEvents = { reads: new Set(), writes: new Set(), narrowedBy: [] };
const withoutKms: LoggedEvents = { ...whole, reads: new Set(['kms.amazonaws.com']) };
const eachDay = new Set([0, 1, 2].map((day) => hourOf(start) / 24 + day));

/** The hours from `start` that are proven in the quiet Region, as a span of numbers or a list of them. */
function provenHoursOf(proof: TrailProof, changes: readonly TrailChange[] = [], live?: LoggedEvents) {
  const found = recordedHours([proof], changes, () => live)
    .get(proof.accountId)
    ?.get(quiet);
  const relative = (hours: ReadonlySet<number> = new Set()) => spansOf([...hours].map((hour) => hour - hourOf(start)));
  return { hours: relative(found?.hours), seen: relative(found?.selectorHours) };
}

/** `0-36`: from the first to before the last. */
function spansOf(hours: readonly number[]): string {
  const spans: [number, number][] = [];
  for (const hour of hours.toSorted((a, b) => a - b)) {
    const last = spans.at(-1);
    if (last !== undefined && last[1] === hour) last[1]++;
    else spans.push([hour, hour + 1]);
  }
  return spans.map(([from, to]) => `${from}-${to}`).join(' ');
}

describe('the hours of a quiet Region between the first and the last digest of a trail', () => {
  it('end a day before the last digest, also of each span before a gap', () => {
    const gap = proofOf({ readingDays: eachDay, spans: new Map([[quiet, [span(0, 30), span(31, 60)]]]) });
    expect(provenHoursOf(proofOf({ readingDays: eachDay }))).toEqual({ hours: '0-36', seen: '' });
    expect(provenHoursOf(gap)).toEqual({ hours: '0-6 31-36', seen: '' });
  });

  it('are whole hours only', () => {
    const half = { from: plusMinutes(at(1), 30), to: plusMinutes(at(50), 30) };
    expect(provenHoursOf(proofOf({ readingDays: eachDay, spans: new Map([[quiet, [half]]]) })).hours).toBe('2-26');
  });

  it('are not proven where nothing shows what the trail records', () => {
    expect(provenHoursOf(proofOf()).hours).toBe('');
    expect(recordedHours([proofOf()], []).get(account())?.size).toBe(0);
  });

  it.each<[string, TrailChange[], string, string]>([
    ['by the selectors that a call set, from the next hour on', [change(5, selects('All'))], '6-36', '6-36'],
    [
      'since the trail was made and started',
      [change(5, { kind: 'created' }), change(7, { kind: 'started' })],
      '8-36',
      '8-36',
    ],
    ['until a call left reads out', [change(5, selects('All')), change(9, selects('WriteOnly'))], '6-9', '6-9'],
    [
      'but for the hours in which it was stopped',
      [change(5, selects('All')), change(9, { kind: 'stopped' }), change(12, { kind: 'started' })],
      '6-9 13-36',
      '6-9 13-36',
    ],
    ['until a call that cannot be read', [change(5, selects('All')), change(9, { kind: 'unreadable' })], '6-9', '6-9'],
    ['until it was deleted', [change(5, selects('All')), change(9, { kind: 'deleted' })], '6-9', '6-9'],
    [
      'but while global services were left out',
      [
        change(5, selects('All')),
        change(9, { kind: 'updated', globalServices: false }),
        change(12, { kind: 'updated', globalServices: true }),
      ],
      '6-9 13-36',
      '6-9 13-36',
    ],
    [
      'also through an update of something else',
      [change(5, selects('All')), change(9, { kind: 'updated', globalServices: undefined })],
      '6-36',
      '6-36',
    ],
    [
      'of the right trail',
      [change(5, selects('All'), { trail: 'other' }), change(5, selects('All'), { home: quiet })],
      '',
      '',
    ],
    ['of the right account', [change(5, selects('All'), { accountId: account('999988887777') })], '', ''],
  ])('are proven %s', (_, changes, hours, seen) => {
    expect(provenHoursOf(proofOf(), changes)).toEqual({ hours, seen });
    expect(provenHoursOf(proofOf(), changes.toReversed())).toEqual({ hours, seen });
  });

  it('of an organization follow the calls of the account that owns the trail', () => {
    const changes = [change(5, selects('All'), { accountId: account('999988887777') })];
    expect(provenHoursOf(proofOf({ isOrganization: true }), changes).hours).toBe('6-36');
  });

  it('before the first call count on days with a reading call, and the words say that selectors were not seen', () => {
    const proof = proofOf({ readingDays: new Set([hourOf(start) / 24]) });
    expect(provenHoursOf(proof, [change(26, selects('All'))])).toEqual({ hours: '0-24 27-36', seen: '27-36' });
  });
});

describe('what CloudTrail says of the trail today', () => {
  it('holds as far back as no call changed it, in the proven log files of its home Region', () => {
    expect(provenHoursOf(proofOf(), [], whole)).toEqual({ hours: '0-36', seen: '0-36' });
    const gap = proofOf({
      spans: new Map([
        [home, [span(0, 10), span(12, 60)]],
        [quiet, [span(0, 60)]],
      ]),
    });
    expect(provenHoursOf(gap, [], whole).hours).toBe('12-36');
    expect(provenHoursOf(proofOf({ spans: new Map([[quiet, [span(0, 60)]]]) }), [], whole).hours).toBe('');
    expect(provenHoursOf(proofOf(), [change(20, { kind: 'started' })], whole).hours).toBe('21-36');
  });

  it('proves nothing after the last call if something is left out', () => {
    expect(provenHoursOf(proofOf({ readingDays: eachDay }), [], withoutKms).hours).toBe('');
    expect(provenHoursOf(proofOf(), [change(5, selects('All'))], withoutKms).hours).toBe('');
    expect(
      provenHoursOf(proofOf(), [change(5, selects('All')), change(20, { kind: 'started' })], withoutKms).hours,
    ).toBe('6-21');
  });
});

it('one trail proves what another does not', () => {
  const writes = proofOf({ trail: 'writes' });
  const early = proofOf({ readingDays: eachDay, spans: new Map([[quiet, [span(0, 30)]]]) });
  const late = proofOf({ trail: 'late', spans: new Map([[quiet, [span(20, 60)]]]) });
  const changes = [change(2, selects('All'), { trail: 'late' })];
  const found = recordedHours([writes, early, late], changes).get(account())?.get(quiet);
  expect(spansOf([...(found?.hours ?? [])].map((hour) => hour - hourOf(start)))).toBe('0-6 20-36');
});
