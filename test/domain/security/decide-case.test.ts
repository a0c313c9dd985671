import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CaseFact, CaseFactDraft } from '../../../domain/security/case-facts.ts';
import { decideCase } from '../../../domain/security/decide-case.ts';
import { foldCase, stateOf } from '../../../domain/security/security-case.ts';

const HOUR = 3_600_000;
const T0 = Date.UTC(2026, 2, 2, 9);
const RECEIVED: CaseFactDraft = {
  kind: 'case.received',
  body: { kind: 'fraud', severity: 'high', source: 'alert', receivedAt: T0, answerBy: null },
};
const ALERT: CaseFactDraft = {
  kind: 'case.alertLinked',
  body: { occurrence: 'a/1', alert: 'a_1', way: 'graph', azureSubscription: 'a', alertType: 'CryptoMining' },
};
const TOLD: CaseFactDraft = { kind: 'case.told', body: { key: 'received', sent: true } };
const judged = (verdict: 'fraud' | 'legitimate' | 'ignored', waived = false): CaseFactDraft => ({
  kind: 'case.judged',
  body: { verdict, waived },
});
const ORDERED: CaseFactDraft = {
  kind: 'case.containmentOrdered',
  body: { containment: '1', action: 'cancelAzureSubscriptions', targets: [] },
};
const SENT: CaseFactDraft = { kind: 'case.containmentSent', body: { containment: '1' } };
const checked = (stillOn: readonly string[]): CaseFactDraft => ({
  kind: 'case.containmentChecked',
  body: { containment: '1', stillOn },
});
const ANSWERED: CaseFactDraft = { kind: 'case.answered', body: { alerts: ['a_1'] } };

/** A case with these facts, each an hour fraction after the other. */
function caseOf(drafts: readonly CaseFactDraft[], at = T0) {
  return foldCase(drafts.map((draft, index): CaseFact => ({ ...draft, seq: index + 1, at })));
}
const kindsAt = (drafts: readonly CaseFactDraft[], now: number) =>
  decideCase(caseOf(drafts), now).moves.map((move) =>
    `clock` in move.body ? `${move.kind} ${move.body.clock}` : move.kind,
  );

describe('a security case', () => {
  it('tells the contact first, and sleeps until half of the first hour is over', () => {
    expect(decideCase(caseOf([RECEIVED, ALERT]), T0)).toEqual({
      moves: [],
      effects: [{ kind: 'tell', key: 'received', whom: 'contact' }],
      wakeAt: T0 + HOUR / 2,
      over: false,
    });
    expect(decideCase(caseOf([RECEIVED, ALERT, TOLD]), T0).effects).toEqual([]);
  });

  it('goes to the deputy while there is still time, and says when a promise was not kept', () => {
    const facts = [RECEIVED, ALERT, TOLD];
    expect(kindsAt(facts, T0 + HOUR / 2 - 1)).toEqual([]);
    expect(kindsAt(facts, T0 + HOUR / 2)).toEqual(['case.escalated acknowledge']);
    expect(kindsAt(facts, T0 + HOUR)).toEqual(['case.escalated acknowledge', 'case.clockMissed acknowledge']);
    const looked: CaseFactDraft = { kind: 'case.acknowledged', body: {} };
    expect(kindsAt([...facts, looked], T0 + HOUR)).toEqual([]);
    expect(kindsAt([...facts, looked], T0 + 12 * HOUR)).toEqual(['case.escalated act', 'case.escalated answer']);
  });

  it('answers Microsoft when there is a verdict, and is closed when the answer was read back', () => {
    const facts = [RECEIVED, ALERT, TOLD, judged('legitimate')];
    expect(decideCase(caseOf(facts), T0).effects).toEqual([{ kind: 'answer', key: 'answer' }]);
    expect(kindsAt([...facts, ANSWERED], T0)).toEqual(['case.closed']);
    expect(decideCase(caseOf([...facts, ANSWERED, { kind: 'case.closed', body: {} }]), T0).over).toBe(true);
  });

  it('is not closed as fraud before something was contained, unless somebody says so by name', () => {
    const facts = [RECEIVED, ALERT, TOLD, judged('fraud'), ANSWERED];
    expect(kindsAt(facts, T0)).toEqual([]);
    expect(kindsAt([...facts, ORDERED, SENT], T0)).toEqual([]);
    expect(kindsAt([...facts, ORDERED, SENT, checked(['a'])], T0)).toEqual([]);
    expect(kindsAt([...facts, ORDERED, SENT, checked([])], T0)).toEqual(['case.closed']);
    expect(kindsAt([RECEIVED, ALERT, TOLD, judged('fraud', true), ANSWERED], T0)).toEqual(['case.closed']);
  });

  it('reads a containment back again and again, ever more slowly, and leaves it to a person in the end', () => {
    const facts = [RECEIVED, TOLD, ORDERED, SENT];
    expect(decideCase(caseOf(facts), T0 + 9_999).effects).toEqual([]);
    expect(decideCase(caseOf(facts), T0 + 10_000).effects).toEqual([
      { kind: 'check', key: 'check.1.1', containment: '1' },
    ]);
    const twice = [...facts, checked(['a']), checked(['a'])];
    expect(decideCase(caseOf(twice), T0 + 39_999).effects).toEqual([]);
    expect(decideCase(caseOf(twice), T0 + 40_000).effects).toEqual([
      { kind: 'check', key: 'check.1.3', containment: '1' },
    ]);
    expect(kindsAt([...facts, ...Array(18).fill(checked(['a']))], T0)).toEqual(['case.containmentFailed']);
  });

  it('sends a changed verdict once more, and not the same one', () => {
    const answered = [RECEIVED, ALERT, TOLD, judged('fraud'), ANSWERED];
    expect(caseOf([...answered, judged('fraud')]).answeredAt).toBe(T0);
    expect(caseOf([...answered, judged('legitimate')]).answeredAt).toBeNull();
  });

  it('is not answered by a verdict that was on its way when it was changed: what is meant now is sent after it', () => {
    const facts = [RECEIVED, ALERT, TOLD, judged('fraud', true), judged('legitimate')];
    const returned = (verdict: 'fraud' | 'legitimate'): CaseFactDraft => ({
      kind: 'case.answered',
      body: { alerts: ['a_1'], verdict },
    });
    const outdated = [...facts, returned('fraud')];
    expect(caseOf(outdated).answeredAt).toBeNull();
    expect(decideCase(caseOf(outdated), T0)).toMatchObject({ moves: [], effects: [{ kind: 'answer', key: 'answer' }] });
    expect(kindsAt([...outdated, returned('legitimate')], T0)).toEqual(['case.closed']);
    // Under one key: it is never on its way beside another.
    expect(decideCase(caseOf(facts), T0).effects).toEqual(decideCase(caseOf(facts.slice(0, 4)), T0).effects);
  });

  it('comes to rest from any facts: what was decided and recorded is not decided again at the same instant', () => {
    const draft = fc.constantFrom(
      ALERT,
      TOLD,
      judged('fraud'),
      judged('ignored'),
      ORDERED,
      SENT,
      checked(['a']),
      checked([]),
    );
    fc.assert(
      fc.property(fc.array(draft, { maxLength: 12 }), fc.integer({ min: 0, max: 80 }), (drafts, hours) => {
        const now = T0 + hours * HOUR;
        const facts = [RECEIVED, ...drafts];
        const { moves } = decideCase(caseOf(facts), now);
        const after = caseOf([...facts, ...moves]);
        const again = decideCase(after, now);
        expect(
          again.moves.filter((move) => moves.some((known) => known.kind === move.kind && move.kind !== 'case.closed')),
        ).toEqual([]);
        if (stateOf(after) === 'closed') expect(again).toEqual({ moves: [], effects: [], wakeAt: null, over: true });
        else if (again.wakeAt !== null) expect(again.wakeAt).toBeGreaterThan(now);
      }),
    );
  });
});
