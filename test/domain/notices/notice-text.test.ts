import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AnnouncementKind, announcementOf } from '../../../domain/notices/announcement.ts';
import { noticeEvent } from '../../../domain/notices/notice-event.ts';
import { noticeText } from '../../../domain/notices/notice-text.ts';
import { account, daysAgo, instant, sighting, user } from '../builders.ts';
import { announcement, lifecycleEvent } from './announcements.ts';

const due = instant('2026-12-07T08:00:00Z');
const kinds: AnnouncementKind[] = ['notice', 'second-notice', 'quarantined', 'tried', 'released', 'held', 'deleted'];

describe('the message to an owner', () => {
  it('says what happened and why, what comes next and when, and the one command that stops it', () => {
    const { subject, body, owner } = noticeText(announcement('notice', { event: lifecycleEvent({ due }) }));
    expect(subject).toBe('Lastseen 123456789012: alice will be denied on 2026-12-07');
    expect(owner).toBe('team@example.com');
    expect(body.split('\n')).toEqual([
      `User alice (${user()}) of account 123456789012: nobody uses it.`,
      'Why: s3 ListBuckets from eu-west-1',
      `Last activity: ${daysAgo(200)}, 200 days ago`,
      `Last recorded call: s3 ListBuckets from eu-west-1 at ${daysAgo(200)}, with key AKIAALICE00000000001, address 192.0.2.1, client aws-cli/2.15.0`,
      'Since: 2026-11-23T08:00:00Z, by arn:aws:iam::123456789012:role/ops',
      'Owner: team@example.com',
      '',
      'Next: on 2026-12-07 or later it is quarantined. AWS then refuses every call of it (policy AWSDenyAll).',
      'Its keys, password, groups and other policies stay as they are.',
      'Any use of it before that day ends this. A second notice comes in between.',
      '',
      'If it is needed, keep it (up to 180 days) with credentials of the account:',
      `  lastseen keep ${user()} --until 2027-05-22 --reason 'why it is needed'`,
      '',
    ]);
  });

  it('names who tried, what, from where and the undo', () => {
    const call = sighting({ errorCode: 'AccessDenied', sourceAddress: '203.0.113.9' });
    const { subject, body } = noticeText(announcement('tried', { event: lifecycleEvent({ state: 'held' }), call }));
    expect(subject).toBe('Lastseen 123456789012: alice tried to call in quarantine');
    expect(body).toContain(
      `Tried: s3 ListBuckets from eu-west-1 at ${daysAgo(1)}, refused (AccessDenied), with key AKIAALICE00000000001, address 203.0.113.9`,
    );
    expect(body).toContain(`  lastseen undo ${user()} --reason 'why it is needed'\n`);
  });

  it.each<[AnnouncementKind, RegExp, string | undefined]>([
    ['second-notice', /last notice/, 'lastseen keep'],
    ['quarantined', /is quarantined/, 'lastseen undo'],
    ['released', /is released/, undefined],
    ['held', /is held, please look/, 'lastseen undo'],
    ['deleted', /is deleted/, undefined],
  ])('of a %s has its own subject and command', (kind, subject, command) => {
    const text = noticeText(announcement(kind, { call: undefined }));
    expect(text.subject).toMatch(subject);
    expect(text.body.includes('lastseen ')).toBe(command !== undefined);
    expect(text.body).toContain(command ?? 'Why: ');
  });

  it('stays one ASCII subject and the same lines, whatever strangers wrote', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.constant("x\nNext: nothing\u001b[2J\u202e'; rm -rf / #"),
    );
    fc.assert(
      fc.property(fc.constantFrom(...kinds), hostile, (kind, text) => {
        const event = lifecycleEvent({ userName: text, owner: text }, { cause: text, actor: text });
        const call = sighting({ eventName: text, sourceAddress: text, userAgent: text, region: text });
        const made = noticeText(announcement(kind, { event, call }));
        expect(made.subject).toMatch(/^[\x20-\x7e]{1,100}$/);
        const plain = noticeText(announcement(kind));
        expect(made.body.split('\n')).toHaveLength(plain.body.split('\n').length);
        expect(made.body.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        expect(made.body.match(/^ {2}lastseen .*$/m)?.[0]).toBe(plain.body.match(/^ {2}lastseen .*$/m)?.[0]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the event of a step', () => {
  it('has the type and state of the step, owner, due and the command that stops it', () => {
    const event = lifecycleEvent({ due });
    expect(noticeEvent(announcement('notice', { event }))).toMatchObject({
      detailType: 'Lastseen: Notice',
      detail: {
        version: 1,
        id: `123456789012/lifecycle/${user()}/3`,
        accountId: '123456789012',
        owner: 'team@example.com',
        before: { state: 'none' },
        after: { state: 'noticed' },
        notice: 1,
        due,
        stopCommand: expect.stringMatching(/^lastseen keep AIDA/),
        event: { name: 'ListBuckets', sourceAddress: '192.0.2.1' },
      },
    });
  });

  it.each<[Parameters<typeof lifecycleEvent>, boolean, string | undefined]>([
    [[{ notices: [1, 2].map(() => ({ at: due, to: 'x' })) }], false, 'Lastseen: Notice'],
    [[{ state: 'quarantining' }], false, undefined],
    [[{ state: 'quarantined' }], false, 'Lastseen: Quarantined'],
    [[{ state: 'held' }], false, 'Lastseen: Held'],
    [[{ state: 'held' }], true, 'Lastseen: Quarantined User Tried'],
    [[{ state: 'releasing' }], false, undefined],
    [[{ state: 'none' }, { from: 'releasing' }], false, 'Lastseen: Released'],
    [[{ state: 'none' }, { from: 'noticed' }], false, undefined],
  ])('%j, called: %s: %s', (args, hasCalled, expected) => {
    const arn = 'arn:aws:iam::123456789012:user/alice';
    const made = announcementOf(lifecycleEvent(...args), { accountId: account(), arn }, hasCalled);
    expect(made && noticeEvent(made).detailType).toBe(expected);
  });
});
