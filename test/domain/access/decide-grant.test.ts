import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldGrant, stateOf } from '../../../domain/access/access-grant.ts';
import { decideGrant } from '../../../domain/access/decide-grant.ts';
import type { GrantFact, GrantFactDraft } from '../../../domain/access/grant-facts.ts';

const HOUR = 3_600_000;
const T0 = Date.UTC(2026, 2, 2, 9);
const START = T0 + HOUR;
const END = T0 + 3 * HOUR;
const REQUESTED: GrantFactDraft = {
  kind: 'grant.requested',
  body: {
    target: { kind: 'directoryRole', role: 'r', principal: 'p' },
    startsAt: START,
    endsAt: END,
    askedBy: 'anna',
    waiverAsked: false,
  },
};
const APPROVED: GrantFactDraft = { kind: 'grant.approved', body: { waived: [] } };
const SHUT_OUT: GrantFactDraft = { kind: 'grant.shutOut', body: { code: 'AADSTS65001' } };
const ACTIVATING: GrantFactDraft = { kind: 'grant.activating', body: {} };
const ACTIVATED: GrantFactDraft = { kind: 'grant.activated', body: { assignment: 'a1' } };
const REVOKED: GrantFactDraft = { kind: 'grant.revoked', body: {} };
const checked = (gone: boolean): GrantFactDraft => ({ kind: 'grant.endChecked', body: { gone } });

/** A grant with these facts, all recorded at `at`. */
const grantOf = (drafts: readonly GrantFactDraft[], at = T0) =>
  foldGrant(drafts.map((draft, index): GrantFact => ({ ...draft, seq: index + 1, at })));

describe('a grant of access', () => {
  it('waits for a second person, and lapses at its end when nobody came', () => {
    const known = grantOf([REQUESTED]);
    expect(decideGrant(known, T0)).toEqual({ moves: [], effects: [], wakeAt: END, over: false });
    expect(decideGrant(known, END).moves).toEqual([{ kind: 'grant.refused', body: { because: 'lapsed' } }]);
  });

  it('gives nothing before its start, and then once', () => {
    const approved = grantOf([REQUESTED, APPROVED]);
    expect(decideGrant(approved, T0)).toMatchObject({ effects: [], wakeAt: START });
    expect(decideGrant(approved, START)).toMatchObject({ effects: [{ kind: 'activate' }], wakeAt: END });
    const activated = grantOf([REQUESTED, APPROVED, ACTIVATING, ACTIVATED]);
    expect(decideGrant(activated, START)).toMatchObject({ effects: [], wakeAt: END });
    expect(stateOf(activated, START)).toBe('activated');
  });

  it('that nobody activated before its end gives nothing any more', () => {
    expect(decideGrant(grantOf([REQUESTED, APPROVED]), END)).toMatchObject({
      moves: [{ kind: 'grant.refused', body: { because: 'lapsed' } }],
      effects: [],
    });
  });

  it('whose tenant keeps us out tries again ever more slowly, and says so when its time is over', () => {
    const out = (times: number) =>
      grantOf([REQUESTED, APPROVED, ...Array.from({ length: times }, (): GrantFactDraft => SHUT_OUT)], START);
    expect(decideGrant(out(1), START)).toMatchObject({ effects: [], wakeAt: START + HOUR / 6 });
    expect(decideGrant(out(1), START + HOUR / 6).effects).toEqual([{ kind: 'activate', key: 'activate' }]);
    expect(decideGrant(out(2), START + HOUR / 6)).toMatchObject({ effects: [], wakeAt: START + HOUR / 3 });
    expect(decideGrant(out(9), START).wakeAt).toBe(END);
    expect(decideGrant(out(9), END).moves).toEqual([{ kind: 'grant.refused', body: { because: 'shutOut' } }]);
  });

  it('is ended also when Microsoft was asked and no answer ever came', () => {
    const doubtful = grantOf([REQUESTED, APPROVED, ACTIVATING]);
    expect(decideGrant(doubtful, END)).toMatchObject({ moves: [], effects: [{ kind: 'end', key: 'end.1' }] });
    expect(stateOf(doubtful, END)).toBe('ending');
  });

  it('ends at once when it is revoked; without access there is nothing to end', () => {
    const revoked = grantOf([REQUESTED, APPROVED, ACTIVATING, ACTIVATED, REVOKED], START);
    expect(decideGrant(revoked, START).effects).toEqual([{ kind: 'end', key: 'end.1' }]);
    expect(decideGrant(grantOf([REQUESTED, APPROVED, REVOKED]), T0).moves).toEqual([
      { kind: 'grant.refused', body: { because: 'revoked' } },
    ]);
  });

  it('tries to prove its end ever more slowly, asks a person after a while, and never gives up', () => {
    const begun = [REQUESTED, APPROVED, ACTIVATING, ACTIVATED];
    const after = (tries: number) => grantOf([...begun, ...Array.from({ length: tries }, () => checked(false))], END);
    const waits = [1, 2, 5, 20].map((tries) => (decideGrant(after(tries), END).wakeAt ?? 0) - END);
    expect(waits).toEqual([10_000, 20_000, 160_000, HOUR]);
    expect(decideGrant(after(7), END).effects).toEqual([]);
    expect(decideGrant(after(8), END).effects).toEqual([{ kind: 'ask', key: 'ask' }]);
    expect(decideGrant(after(200), END + HOUR).effects.map(({ key }) => key)).toContain('end.201');
  });

  it('is over when its end was read back, and stays so', () => {
    const ended = grantOf([REQUESTED, APPROVED, ACTIVATING, ACTIVATED, checked(true)], END);
    expect(decideGrant(ended, END + HOUR)).toEqual({ moves: [], effects: [], wakeAt: null, over: true });
    expect(stateOf(ended, END + HOUR)).toBe('ended');
  });

  it('whatever happened: it never sleeps for ever while there may be access, nor past its end', () => {
    const fact = fc.constantFrom(APPROVED, SHUT_OUT, ACTIVATING, ACTIVATED, REVOKED, checked(false));
    const instant = fc.integer({ min: T0, max: END + 10 * HOUR });
    fc.assert(
      fc.property(fc.array(fact, { maxLength: 12 }), instant, (drafts, now) => {
        const known = grantOf([REQUESTED, ...drafts], Math.min(now, END));
        const { moves, effects, wakeAt, over } = decideGrant(known, now);
        const mayHaveAccess = known.activatingAt !== null;
        if (mayHaveAccess && !over) expect(moves.length + effects.length > 0 || wakeAt !== null).toBe(true);
        if (mayHaveAccess && now < END && wakeAt !== null) expect(wakeAt).toBeLessThanOrEqual(END);
        if (now >= END) expect(effects.some(({ kind }) => kind === 'activate')).toBe(false);
      }),
    );
  });
});
