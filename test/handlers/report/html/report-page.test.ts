import { inflateRawSync } from 'node:zlib';
import { HtmlValidate } from 'html-validate';
import { describe, expect, it } from 'vitest';
import type { Region } from '../../../../domain/ids.ts';
import { reviewState } from '../../../../domain/review/review-state.ts';
import { assess } from '../../../../domain/verdict/assessment.ts';
import { daysOfBase64, squaresPath } from '../../../../handlers/report/html/browser/calendar.ts';
import { everyUser, usersIn } from '../../../../handlers/report/html/browser/row-order.ts';
import { viewOf } from '../../../../handlers/report/html/browser/user-view.ts';
import { idleBins } from '../../../../handlers/report/html/idle-chart.tsx';
import { pageData } from '../../../../handlers/report/html/page-data.ts';
import { reportPage } from '../../../../handlers/report/html/report-page.tsx';
import { trendOf } from '../../../../handlers/report/html/trend-chart.tsx';
import { daysAgo, facts, iamUser, now, password, question } from '../../../domain/builders.ts';
import { campaign, keep, review, says } from '../../../domain/review/world.ts';
import { accessed } from '../../../domain/services/services-builders.ts';
import { pageAbout, pageOf, provenance, strangersPage } from './page-world.ts';

/** Three of 17 allowed services were used, and one more that the policies do not allow now. */
const fourteen = Array.from({ length: 14 }, (_, index) => `unused-${`${index}`.padStart(2, '0')}`);
const used = accessed({ s3: 100, ec2: 150, sqs: 200 }, fourteen);
const withdrawn = { ...used, attempts: [...used.attempts, { service: 'kms', at: daysAgo(300), withdrawn: true }] };

const context = { provenance, missing: [] };
const names = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank', 'grace', 'heidi'];

function dataIn(html: string): unknown {
  const { deflated } = JSON.parse(/id="data">(.*?)<\/script>/.exec(html)?.[1] ?? '');
  return JSON.parse(inflateRawSync(Buffer.from(deflated, 'base64')).toString('utf8'));
}

/** What a reader sees, without markup, script and style. */
const textOf = (html: string): string =>
  html
    .replaceAll(/<(script|style)[^>]*>.*?<\/\1>/gs, ' ')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');

describe('the report page', () => {
  it('is the same text for the same table', () => {
    expect(reportPage(pageOf(names), context)).toBe(reportPage(pageOf(names), context));
  });

  it('says the counts of the JSON', () => {
    const report = pageOf(names);
    const html = reportPage(report, context);
    const { unused, users, unusedNotExempt, unusedPasswords } = report.counts;
    expect(html).toContain(`<h1>${unused} of ${users} IAM users are unused</h1>`);
    expect(html).toContain(`<dt>unused, not exempt</dt><dd>${unusedNotExempt}</dd>`);
    expect(html).toContain(`<dt>unused passwords</dt><dd>${unusedPasswords}</dd>`);
  });

  it.each([
    ['runs until 2026-12-02. 1 owner open: &lt;i>&amp;ops.', {}, []],
    ['runs until 2026-12-02. Everybody has answered.', {}, [says('bob', keep)]],
    [
      'ended with 2026-11-01 and waits for lastseen review close. 1 owner open: &lt;i>&amp;ops.',
      { until: '2026-11-01' },
      [],
    ],
    ['was closed on 2026-11-23 by &lt;b>sam.', { closed: { at: now, by: '<b>sam', digest: 'd' } }, []],
  ])('says of a review that it %s', (words, changes, answers) => {
    const state = reviewState(campaign(changes), [review(answers, { owner: '<i>&ops' })]);
    const report = pageOf(names);
    const accounts = report.accounts.map((each) => ({ ...each, review: state }));
    const html = reportPage({ ...report, accounts }, context);
    expect(textOf(html)).toContain(`${campaign().id} ${words}`);
    expect(html).not.toMatch(/<i>&ops|<b>sam/);
    expect(html).toContain(`<td class="number">${state.owners.open}</td>`);
  });

  it('says every other number of the JSON: keys, states, coverage, proof, weeks ahead', () => {
    const many = Array.from({ length: 60 }, (_, index) => `user-${index}`);
    const whole = pageOf(many);
    const region = 'eu-west-1' as Region;
    const coverage = {
      kind: 'partial',
      regions: [region],
      gaps: [{ region, from: '2026-11-01', to: '2026-11-04' }],
    } as const;
    const proof = { kind: 'partial', hours: 3, ofHours: 2135, regions: 0, ofRegions: 1, selectorsSeen: true } as const;
    const weeks = whole.forecast.weeks.map((each) => (each.week === 3 ? { ...each, crossing: 5 } : each));
    const report = {
      ...whole,
      forecast: { ...whole.forecast, weeks },
      accounts: whole.accounts.map((each) => ({ ...each, coverage, proof })),
    };
    const said = textOf(reportPage(report, context));
    const { counts } = report;
    expect(said).toContain(`unused active access keys ${counts.unusedAccessKeys} `);
    expect(said).toContain(`cannot be judged ${counts.unknown} `);
    for (const [state, name] of Object.entries({
      idle: 'idle',
      'never-used': 'never used',
      unknown: 'unknown',
      new: 'new',
      active: 'active',
    })) {
      const count = report.users.filter((user) => user.report.state === state).length;
      expect(count).toBeGreaterThan(0);
      expect(said).toContain(`${name} ${count} `);
    }
    expect(said).toContain(`${region} 87 91 2026-11-01 to 2026-11-04`);
    expect(said).toContain('signed log files prove 3 of 2,135 hours in all Regions, 0 of 1 Regions throughout');
    expect(said).toContain('5 users within 8 weeks');
    expect(said).toContain('Days 14 to 20 5 ');
  });

  it('carries every user with the facts of the JSON', () => {
    const report = pageOf(names);
    const data = pageData(report);
    expect(dataIn(reportPage(report, context))).toEqual(data);
    expect(data.users.name).toEqual(report.users.map((user) => user.report.userName));
    expect(data.users.idleDays).toEqual(report.users.map((user) => user.report.idleDays));
    expect(data.users.reason).toEqual(report.users.map((user) => user.report.reason));
  });

  it.each([
    [false, 'none active'],
    [null, 'none known'],
  ])('tells a user without a credential from one whose credentials nobody knows: %s', (usable, words) => {
    const report = pageOf(['alice']);
    const users = report.users.map((user) => ({
      ...user,
      assessment: { ...user.assessment, credentials: [] },
      report: { ...user.report, usable },
    }));
    expect(viewOf(pageData({ ...report, users }), 0).texts.get('has')).toBe(words);
  });

  it('begins the calendar on a Monday a year ago and marks the days of the table', () => {
    const data = pageData(pageOf(['alice']));
    expect({ firstDay: data.firstDay, days: data.days }).toEqual({ firstDay: '2025-11-24', days: 365 });
    expect(daysOfBase64(data.users.activeDays[0] ?? '')).toEqual([343, 344]);
    expect(daysOfBase64(data.watched[0] ?? '')).toEqual([343, 344, 345]);
    expect(squaresPath([343, 344])).toBe('M620 18h10v10h-10zM620 30h10v10h-10z');
  });

  it.each([
    ['of several accounts', () => reportPage(strangersPage(['a & b', '"<c>"']), context)],
    ['of one account', () => reportPage(pageOf(names), context)],
  ])('is valid HTML, %s', async (_, page) => {
    // HTML allows a raw `>` in a text; that rule is one of style.
    const rules = { 'no-raw-characters': 'off' } as const;
    const validator = new HtmlValidate({ extends: ['html-validate:standard'], rules });
    const { results } = await validator.validateString(page());
    expect(results.flatMap(({ messages }) => messages.map(({ line, message }) => `${line}: ${message}`))).toEqual([]);
  });

  it('shows texts from strangers as text', () => {
    const hostile = ['</script><script>x', '"><img src=x>', "$& %%X%% '", '<!-- ]]>', 'a\u202eb\u2028c'];
    const html = reportPage(pageOf(hostile), { ...context, missing: hostile });
    expect(html).not.toMatch(/<img|<script>x|\u202e|\u2028/);
    expect(html.match(/<!--/g)).toBeNull();
    expect(pageData(pageOf(hostile)).users.name).toContain('a\\u{202e}b\\u{2028}c');
  });

  it('makes the threshold an edge of the distribution, and keeps every user', () => {
    const users = [0, 14, 15, 89, 90, 91, 4000].map((idleDays) => ({ idleDays, state: 'idle' as const }));
    const bins = idleBins([...users, { idleDays: null, state: 'unknown' }], 90);
    expect(bins.map(({ from }) => from)).toContain(90);
    expect(bins.at(-1)?.to).toBeUndefined();
    expect(bins.flatMap(({ counts }) => Object.values(counts)).reduce((a, b) => a + b, 0)).toBe(users.length);
    expect(bins[0]?.counts.idle).toBe(2);
  });

  it('adds accounts up by day, each with its latest run', () => {
    const [one] = pageOf(names).accounts[0]?.days ?? [];
    if (one === undefined) throw new Error('no counts');
    const earlier = { ...one, asOf: '2026-11-20T08:00:00Z' as typeof one.asOf };
    expect(trendOf([{ days: [earlier, one] }, { days: [one] }]).map(({ day, users }) => [day, users])).toEqual([
      ['2026-11-20', 8],
      ['2026-11-23', 16],
    ]);
  });

  it('marks, counts and finds who is quieter than ever, with the rhythm in words', () => {
    const report = pageOf(names);
    const data = pageData(report);
    const quiet = usersIn(data, { ...everyUser, quiet: true });
    expect(quiet.map((index) => data.users.name[index])).toEqual(['alice']);
    const { texts } = viewOf(data, quiet[0] ?? -1);
    expect([texts.get('isQuiet'), texts.get('rhythm')]).toEqual([
      'quiet',
      'silent 31 days; the longest of 212 gaps in the last 400 days was 9',
    ]);
    const html = reportPage(report, context);
    expect(html).toContain('<dt>quieter than ever</dt><dd>1</dd>');
    expect(html.match(/<span class="tag" data-if="isQuiet">/g)).toHaveLength(1);
  });

  it('lists with a user the services that it accessed, and those that it never used', () => {
    const alice = iamUser({ credentials: [password()], createdAt: daysAgo(500) });
    const judged = assess(facts({ user: alice, services: withdrawn }), question);
    const report = pageAbout([judged]);
    const { texts, services } = viewOf(pageData(report), 0);
    expect(texts.get('servicesAsked')).toBe(
      '14 of 17 allowed services never used in 400 days; IAM was asked less than a day ago',
    );
    expect(texts.get('neverUsed')).toBe(fourteen.join(', '));
    expect(services.map((row) => [...row.values()].join(' '))).toEqual([
      's3 2026-08-15 eu-west-1 allow it',
      'ec2 2026-06-26 eu-west-1 allow it',
      'sqs 2026-05-07 eu-west-1 allow it',
      'kms 2026-01-27  no longer allow it',
    ]);
    expect(textOf(reportPage(report, context))).toContain('Region Policies s3 2026-08-15 eu-west-1 allow it ec2');
    expect(texts.get('dates')).toContain('s3 last accessed 2026-08-15');
  });

  it('names the first 60 of many services that were never used', () => {
    const many = Array.from({ length: 75 }, (_, index) => `service-${index}`).toSorted();
    const judged = assess(facts({ user: iamUser(), services: accessed({}, many) }), question);
    const { texts } = viewOf(pageData(pageAbout([judged])), 0);
    expect(texts.get('neverUsed')).toBe(`${many.slice(0, 60).join(', ')} and 15 more: lastseen show lists them`);
  });

  it('shows no list of services where IAM was not asked', () => {
    const { texts } = viewOf(pageData(pageOf(['alice'])), 0);
    expect([texts.get('servicesAsked'), texts.get('hasServices')]).toEqual(['', '']);
    expect(reportPage(pageOf(['alice']), context)).toContain('data-if="servicesAsked" hidden');
  });

  it('filters, searches and sorts, with the unknown last in both directions', () => {
    const data = pageData(pageOf(names));
    const found = (changes: object) =>
      usersIn(data, { ...everyUser, ...changes }).map((index) => data.users.name[index]);
    expect(found({ query: 'CAROL' })).toEqual(['carol']);
    expect(found({ state: 'idle' }).sort()).toEqual(['bob', 'grace']);
    expect(found({ sort: { column: 'name', descending: true } })).toEqual(names.toReversed());
    const dated = data.users.name.filter((_, index) => data.users.crosses[index] !== '').sort();
    expect(dated.length).toBeGreaterThan(2);
    for (const descending of [true, false]) {
      const byCrossing = found({ sort: { column: 'crosses', descending } });
      expect(byCrossing.slice(0, dated.length).sort()).toEqual(dated);
    }
  });
});
