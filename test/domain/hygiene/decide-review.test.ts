import { describe, expect, test } from 'vitest';
import { decideReview, dueAt } from '../../../domain/hygiene/decide-review.ts';
import type { HygieneFinding } from '../../../domain/hygiene/finding.ts';
import { foldReview, stateOf, toDelete } from '../../../domain/hygiene/review.ts';
import type { RemedyRight, ReviewFact, ReviewFactDraft } from '../../../domain/hygiene/review-facts.ts';
import { USUAL_HYGIENE } from '../../../domain/hygiene/settings.ts';
import { DAY, NOW } from './a-directory.ts';

const inactive = (user: string): HygieneFinding => ({
  key: `inactiveMember/${user}/2026-01-01`,
  kind: 'inactiveMember',
  user,
  sku: null,
  quantity: 1,
  since: 0,
});
const spare: HygieneFinding = {
  key: 'spareLicence/s',
  kind: 'spareLicence',
  user: null,
  sku: 's',
  quantity: 9,
  since: null,
};
const DISABLE: RemedyRight = { mayDisable: true, mayDelete: true, grantedOn: '2026-05-01' };

/** A review of which more and more becomes known, at days after its opening. */
function aReview(right: RemedyRight | null = null) {
  const facts: ReviewFact[] = [];
  const add = (day: number, draft: ReviewFactDraft): void => {
    facts.push({ ...draft, seq: facts.length + 1, at: NOW + day * DAY });
  };
  add(0, { kind: 'review.opened', body: { because: 'schedule', settings: USUAL_HYGIENE, right } });
  const decision = (day: number) => decideReview(foldReview(facts), NOW + day * DAY);
  return {
    add,
    scan: (day: number, ...findings: readonly HygieneFinding[]) =>
      add(day, {
        kind: 'review.scanned',
        body: { signInsKnown: true, findings: findings.map((one) => ({ ...one, acceptedUntil: null })) },
      }),
    tell: (day: number, key: string, sent = true) => add(day, { kind: 'review.told', body: { key, sent } }),
    effects: (day: number) => decision(day).effects.map(({ key }) => key),
    moves: (day: number) => decision(day).moves.map(({ body, kind }) => [kind, ...Object.values(body)].join(' ')),
    wakesAfter: (day: number) => ((decision(day).wakeAt ?? Number.NaN) - NOW) / DAY,
    state: () => stateOf(foldReview(facts)),
    known: () => foldReview(facts),
  };
}

describe('a review', () => {
  test('looks first; where there is nothing the customer is asked to look himself, once, and it is closed', () => {
    const review = aReview();
    expect([review.state(), review.effects(0)]).toEqual(['opened', ['scan.1']]);
    review.scan(0);
    expect([review.effects(0), review.moves(0)]).toEqual([['checklist'], []]);
    review.tell(0, 'checklist');
    expect([review.effects(0), review.moves(0)]).toEqual([[], ['review.closed clean']]);
  });

  test('of what was accepted before, the customer is asked in the same way', () => {
    const review = aReview();
    const findings = [{ ...spare, acceptedUntil: NOW + 99 * DAY }];
    review.add(0, { kind: 'review.scanned', body: { signInsKnown: true, findings } });
    expect(review.effects(0)).toEqual(['checklist']);
    review.tell(0, 'checklist');
    expect(review.moves(0)).toEqual(['review.closed accepted']);
  });

  test('whose only letter could go to nobody is a person’s before it is closed', () => {
    const review = aReview();
    review.scan(0);
    review.tell(0, 'checklist', false);
    expect([review.effects(0), review.moves(0)]).toEqual([['escalate.noContact'], []]);
    review.add(0, { kind: 'review.escalated', body: { because: 'noContact' } });
    expect(review.moves(0)).toEqual(['review.closed clean']);
  });

  test('whose report came back is a person’s, and disables nobody', () => {
    const review = aReview(DISABLE);
    review.scan(0, inactive('a'));
    review.tell(0, 'report');
    expect(review.effects(1)).toEqual([]);
    review.add(1, { kind: 'review.undelivered', body: { key: 'report' } });
    expect(review.effects(1)).toEqual(['escalate.noContact']);
    review.add(1, { kind: 'review.escalated', body: { because: 'noContact' } });
    review.scan(30, inactive('a'));
    expect(review.effects(30)).toEqual(['escalate.due']);
  });

  test('reports, reminds after a fresh look, and is closed by the look that proves it', () => {
    const review = aReview();
    review.scan(0, inactive('a'), spare);
    expect(review.effects(0)).toEqual(['report']);
    review.tell(0, 'report');
    expect([review.state(), review.effects(0), review.wakesAfter(0)]).toEqual(['reported', [], 15]);
    expect(dueAt(review.known())).toBe(NOW + 30 * DAY);
    expect(review.effects(15)).toEqual(['scan.2']);
    review.scan(15, inactive('a'));
    expect([review.state(), review.effects(15)]).toEqual(['rescanned', ['reminder.1']]);
    review.tell(15, 'reminder.1');
    expect([review.state(), review.wakesAfter(15)]).toEqual(['reminded', 25]);
    review.scan(25);
    expect(review.moves(25)).toEqual(['review.closed clean']);
  });

  test('sends only the last of the reminders that were slept through, and none after the due day', () => {
    const review = aReview();
    review.scan(0, inactive('a'));
    review.tell(0, 'report');
    review.scan(26, inactive('a'));
    expect(review.effects(26)).toEqual(['reminder.2']);
    review.scan(30, inactive('a'));
    expect(review.effects(30)).toEqual(['escalate.due']);
  });

  test('without leave disables nobody: a person is told, and the directory is looked at every week', () => {
    const review = aReview();
    review.scan(0, inactive('a'));
    review.tell(0, 'report');
    review.scan(30, inactive('a'));
    review.add(30, { kind: 'review.escalated', body: { because: 'due' } });
    expect([review.effects(30), review.wakesAfter(30)]).toEqual([[], 37]);
    expect(review.effects(37)).toEqual(['scan.3']);
  });

  test('deletes nobody of whom somebody accepted that he stays while he was being disabled', () => {
    const accepts = (user: string): ReviewFactDraft => ({
      kind: 'review.accepted',
      body: { findings: [inactive(user).key], until: NOW + 100 * DAY },
    });
    const review = aReview(DISABLE);
    review.scan(0, inactive('a'), inactive('b'), inactive('c'));
    review.tell(0, 'report');
    review.add(31, accepts('a'));
    review.add(31, { kind: 'review.disabled', body: { users: ['a', 'b', 'c'], failed: [] } });
    review.add(31, accepts('b'));
    expect([...toDelete(review.known()).keys()]).toEqual(['c']);
  });

  test('with leave disables after the due day, deletes a month later, and not before it has looked again', () => {
    const review = aReview(DISABLE);
    review.scan(0, inactive('a'), inactive('b'));
    review.tell(0, 'report');
    expect(review.effects(29)).not.toContain('disable.1');
    review.scan(30, inactive('a'), inactive('b'));
    expect(review.effects(30)).toEqual(['disable.2']);
    review.add(30, { kind: 'review.disabled', body: { users: ['a', 'b'], failed: [] } });
    expect(review.effects(30)).toEqual(['scan.3']);
    review.scan(30);
    expect([review.state(), review.effects(30), review.moves(30)]).toEqual(['remedied', [], []]);
    expect(review.effects(60)).toEqual(['scan.4']);
    review.scan(60);
    expect(review.effects(60)).toEqual(['delete.4']);
    review.add(60, { kind: 'review.deleted', body: { users: ['a'], kept: ['b'], failed: [] } });
    review.scan(60);
    expect(review.moves(60)).toEqual(['review.closed clean']);
  });

  test('disables nobody who was never told of', () => {
    const review = aReview(DISABLE);
    review.scan(0, inactive('a'));
    review.tell(0, 'report', false);
    expect(review.effects(0)).toEqual(['escalate.noContact']);
    review.scan(30, inactive('a'));
    expect(review.effects(30)).toEqual(['escalate.noContact', 'escalate.due']);
  });

  test('is closed as accepted when a person has accepted what is left, until that lapses', () => {
    const review = aReview();
    review.scan(0, inactive('a'), spare);
    review.tell(0, 'report');
    const until = NOW + 20 * DAY;
    review.add(1, { kind: 'review.accepted', body: { findings: [inactive('a').key], until } });
    expect(review.moves(1)).toEqual([]);
    review.add(2, { kind: 'review.accepted', body: { findings: [spare.key], until } });
    expect(review.moves(2)).toEqual(['review.closed accepted']);
  });

  test('that cannot read the directory tells a person once and tries again after a day', () => {
    const review = aReview();
    review.add(0, { kind: 'review.unreadable', body: { code: 'invalid_grant' } });
    expect([review.effects(0.5), review.wakesAfter(0.5)]).toEqual([['escalate.unreadable'], 1]);
    review.add(0.5, { kind: 'review.escalated', body: { because: 'unreadable' } });
    expect([review.effects(0.6), review.effects(1)]).toEqual([[], ['scan.1']]);
  });
});
