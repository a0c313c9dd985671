import { describe, expect, it } from 'vitest';
import type { CaseFact, CaseFactDraft } from '../../../domain/security/case-facts.ts';
import { decideCase } from '../../../domain/security/decide-case.ts';
import { DRILL_STEPS } from '../../../domain/security/drill.ts';
import { foldCase } from '../../../domain/security/security-case.ts';

const HOUR = 3_600_000;
const T0 = Date.UTC(2026, 2, 2, 9);

const RECEIVED: CaseFactDraft = {
  kind: 'case.received',
  body: { kind: 'fraud', severity: 'high', source: 'phone', receivedAt: T0, answerBy: null },
};
const told = (key: string): CaseFactDraft => ({ kind: 'case.told', body: { key, sent: true } });
const judged = (compromise: boolean): CaseFactDraft => ({
  kind: 'case.judged',
  body: { verdict: 'fraud', waived: true, compromise },
});
const ANSWERED: CaseFactDraft = { kind: 'case.answered', body: { alerts: [] } };
const CLOSED: CaseFactDraft = { kind: 'case.closed', body: {} };
const FOUND: CaseFactDraft = { kind: 'case.firstUsageFound', body: { day: '2026-03-01' } };

const caseOf = (drafts: readonly CaseFactDraft[]) =>
  foldCase(
    [RECEIVED, told('received'), ...drafts].map((draft, index): CaseFact => ({ ...draft, seq: index + 1, at: T0 })),
  );
const movesOf = (drafts: readonly CaseFactDraft[], now = T0) =>
  decideCase(caseOf(drafts), now).moves.map(({ kind }) => kind);

describe('the drill', () => {
  it('begins with a verdict of fraud by compromise, and a plain fraud has none', () => {
    expect(movesOf([judged(true)])).toEqual(['case.drillStarted']);
    expect(movesOf([judged(true), { kind: 'case.drillStarted', body: {} }])).toEqual([]);
    expect(movesOf([judged(false), ANSWERED])).toEqual(['case.closed']);
  });

  it('keeps the case open until every step is done or waived by name', () => {
    const [last, ...most] = DRILL_STEPS.toReversed();
    const started: CaseFactDraft[] = [judged(true), { kind: 'case.drillStarted', body: {} }, ANSWERED];
    const done: CaseFactDraft = { kind: 'case.drillStepsClosed', body: { steps: most, outcome: 'done' } };
    const waived: CaseFactDraft = {
      kind: 'case.drillStepsClosed',
      body: { steps: last === undefined ? [] : [last], outcome: 'waived' },
    };
    expect(movesOf([...started, done])).toEqual([]);
    expect(movesOf([...started, done, waived])).toEqual(['case.closed']);
  });
});

describe('the credit request', () => {
  const CASE = [judged(false), ANSWERED, CLOSED, FOUND];
  const at = (day: string) => Date.parse(`${day}T00:00:00Z`);
  const tellsAt = (day: string, drafts: readonly CaseFactDraft[] = CASE) =>
    decideCase(caseOf(drafts), at(day)).effects.map((effect) => effect.key);

  it('is recalled on the thirtieth, forty-fifth and fifty-fifth day, also when the case is closed', () => {
    expect(decideCase(caseOf(CASE), T0)).toMatchObject({ effects: [], wakeAt: at('2026-03-31'), over: false });
    expect(tellsAt('2026-03-30')).toEqual([]);
    expect(tellsAt('2026-03-31')).toEqual(['credit.2026-03-01.30']);
    const reminded = [...CASE, told('credit.2026-03-01.30')];
    expect(tellsAt('2026-04-14', reminded)).toEqual([]);
    expect(tellsAt('2026-04-15', reminded)).toEqual(['credit.2026-03-01.45']);
    // Of several that were slept through, the last one.
    expect(tellsAt('2026-04-26')).toEqual(['credit.2026-03-01.55']);
  });

  it('lapses after the sixtieth day, which is on record, and then nothing is left to do', () => {
    expect(movesOf(CASE, at('2026-05-01') - 1)).toEqual([]);
    expect(movesOf(CASE, at('2026-05-01'))).toEqual(['case.creditLapsed']);
    const lapsed: CaseFactDraft = { kind: 'case.creditLapsed', body: {} };
    expect(decideCase(caseOf([...CASE, lapsed]), at('2026-05-01'))).toMatchObject({ effects: [], over: true });
  });

  it('that was made ends the countdown; a corrected day starts another', () => {
    const made: CaseFactDraft = {
      kind: 'case.creditRequested',
      body: { ticket: 'T', filedOn: '2026-03-02', causeFixed: false },
    };
    expect(decideCase(caseOf([...CASE, made]), at('2026-04-20'))).toMatchObject({ effects: [], over: true });
    const earlier: CaseFactDraft = { kind: 'case.firstUsageFound', body: { day: '2026-02-20' } };
    expect(tellsAt('2026-03-31', [...CASE, told('credit.2026-03-01.30'), earlier])).toEqual(['credit.2026-02-20.30']);
  });

  it('is recalled in an open case as well, beside its other promises', () => {
    const open = decideCase(caseOf([{ kind: 'case.acknowledged', body: {} }, FOUND]), T0 + HOUR);
    expect(open.wakeAt).toBe(T0 + 12 * HOUR);
  });
});
