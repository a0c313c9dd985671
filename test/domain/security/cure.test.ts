import { describe, expect, it } from 'vitest';
import { clocksOf } from '../../../domain/security/case-clocks.ts';
import type { CaseFact, CaseFactDraft } from '../../../domain/security/case-facts.ts';
import { decideCase } from '../../../domain/security/decide-case.ts';
import { foldCase } from '../../../domain/security/security-case.ts';

const HOUR = 3_600_000;
const T0 = Date.UTC(2026, 2, 2, 9);
const received = (kind: 'aup' | 'notice' | 'fraud'): CaseFactDraft => ({
  kind: 'case.received',
  body: { kind, severity: 'medium', source: 'mail', receivedAt: T0, answerBy: null },
});
const notice = (answerBy: number | null, required = true): CaseFactDraft => ({
  kind: 'case.noticeLinked',
  body: {
    occurrence: 'mail/1',
    mail: 'eml_1',
    noticeClass: 'aup',
    action: { required, taken: false },
    answerBy,
    subscriptions: [],
  },
});
const TOLD: CaseFactDraft = { kind: 'case.told', body: { key: 'received', sent: true } };
const PLAN: CaseFactDraft = {
  kind: 'case.curePlanned',
  body: {
    steps: [
      { step: 1, dueAt: T0 + 10 * HOUR },
      { step: 2, dueAt: T0 + 100 * HOUR },
    ],
  },
};
const PLAN_TOLD: CaseFactDraft = { kind: 'case.told', body: { key: 'customer.curePlan.1', sent: true } };
const done = (step: number): CaseFactDraft => ({ kind: 'case.cureStepDone', body: { step } });
const WAIVED: CaseFactDraft = { kind: 'case.cureWaived', body: {} };
const judged = (verdict: 'fraud' | 'legitimate'): CaseFactDraft => ({
  kind: 'case.judged',
  body: { verdict, waived: false },
});
const ANSWERED: CaseFactDraft = { kind: 'case.answerRecorded', body: {} };

const caseOf = (drafts: readonly CaseFactDraft[]) =>
  foldCase(drafts.map((draft, index): CaseFact => ({ ...draft, seq: index + 1, at: T0 })));
const kindsAt = (drafts: readonly CaseFactDraft[], now = T0) =>
  decideCase(caseOf(drafts), now).moves.map((move) =>
    `clock` in move.body ? `${move.kind} ${move.body.clock}` : move.kind,
  );

describe('a case about rules', () => {
  it('is answered by the earliest day that a notice names', () => {
    const known = caseOf([received('aup'), notice(T0 + 72 * HOUR), notice(T0 + 48 * HOUR), notice(null)]);
    expect(clocksOf(known).find(({ name }) => name === 'answer')).toMatchObject({ at: T0 + 48 * HOUR });
  });

  it('has a clock for every step of its plan, which goes to the deputy at half its time; to have a plan is to act', () => {
    const known = caseOf([received('aup'), TOLD, PLAN]);
    expect(
      clocksOf(known).map(({ name, at, escalateAt, metAt }) => [
        name,
        (at - T0) / HOUR,
        (escalateAt - T0) / HOUR,
        metAt,
      ]),
    ).toEqual([
      ['acknowledge', 1, 0.5, null],
      ['act', 24, 12, T0],
      ['answer', 24, 12, null],
      ['cure.1', 10, 5, null],
      ['cure.2', 100, 50, null],
    ]);
    const looked: CaseFactDraft = { kind: 'case.acknowledged', body: {} };
    const facts = [received('aup'), TOLD, looked, PLAN, PLAN_TOLD];
    expect(kindsAt(facts, T0 + 5 * HOUR)).toEqual(['case.escalated cure.1']);
    expect(kindsAt([...facts, done(1)], T0 + 11 * HOUR)).toEqual([]);
    expect(kindsAt([...facts, WAIVED], T0 + 11 * HOUR)).toEqual([]);
  });

  it('tells the customer once for each plan', () => {
    expect(decideCase(caseOf([received('aup'), TOLD, PLAN]), T0).effects).toEqual([
      { kind: 'tellCustomer', key: 'customer.curePlan.1', about: { what: 'curePlan', steps: [1, 2] } },
    ]);
    expect(decideCase(caseOf([received('aup'), TOLD, PLAN, PLAN_TOLD]), T0).effects).toEqual([]);
  });

  it('is closed when its steps are done, or somebody waives them by name, and not before', () => {
    const broken = [received('aup'), notice(null), TOLD, judged('fraud'), ANSWERED];
    expect(kindsAt(broken)).toEqual([]);
    expect(kindsAt([...broken, PLAN, PLAN_TOLD, done(1)])).toEqual([]);
    expect(kindsAt([...broken, PLAN, PLAN_TOLD, done(1), done(2)])).toEqual(['case.closed']);
    const unbroken = [received('notice'), notice(null), TOLD, judged('legitimate'), ANSWERED];
    expect(kindsAt(unbroken)).toEqual(['case.closed']);
    expect(kindsAt([...unbroken, PLAN, PLAN_TOLD])).toEqual([]);
    expect(kindsAt([...unbroken, PLAN, PLAN_TOLD, WAIVED])).toEqual(['case.closed']);
  });

  it('waits for a person’s answer where a notice asked for one: no interface carries it', () => {
    const asked = [received('aup'), notice(null), TOLD, judged('legitimate')];
    expect(decideCase(caseOf(asked), T0).effects).toEqual([]);
    expect(kindsAt([...asked, ANSWERED])).toEqual(['case.closed']);
    const informed = [received('aup'), notice(null, false), TOLD, judged('legitimate')];
    expect(decideCase(caseOf(informed), T0).effects).toEqual([{ kind: 'answer', key: 'answer' }]);
  });

  it('explains a suspension of Microsoft’s to the customer once for each time', () => {
    const stop: CaseFactDraft = {
      kind: 'case.suspensionLinked',
      body: { occurrence: 'suspendedByMicrosoft/sub_1/1', subscription: 'sub_1' },
    };
    const key = 'customer.suspendedByMicrosoft/sub_1/1';
    expect(decideCase(caseOf([received('aup'), TOLD, stop]), T0).effects).toEqual([
      { kind: 'tellCustomer', key, about: { what: 'suspendedByMicrosoft', subscription: 'sub_1' } },
    ]);
    const told: CaseFactDraft = { kind: 'case.told', body: { key, sent: true } };
    expect(decideCase(caseOf([received('aup'), TOLD, stop, told]), T0).effects).toEqual([]);
    // While the letter cannot go out the case stays open, whatever is decided: who would send it afterwards?
    const judgedSoon = [received('aup'), TOLD, stop, judged('legitimate'), ANSWERED];
    expect(decideCase(caseOf(judgedSoon), T0)).toMatchObject({ moves: [], effects: [{ kind: 'tellCustomer', key }] });
    const reachedNobody: CaseFactDraft = { kind: 'case.told', body: { key, sent: false } };
    for (const letter of [told, reachedNobody]) expect(kindsAt([...judgedSoon, letter])).toEqual(['case.closed']);
  });

  it('whose plan is waived is not closed before the customer has the letter about it', () => {
    const waived = [received('notice'), notice(null), TOLD, judged('legitimate'), ANSWERED, PLAN, WAIVED];
    expect(kindsAt(waived)).toEqual([]);
    expect(kindsAt([...waived, PLAN_TOLD])).toEqual(['case.closed']);
  });
});
