import { describe, expect, it } from 'vitest';
import type { MicrosoftRefusal } from '../../../domain/account/account.ts';
import { moneyAtStake, policyMoves } from '../../../domain/security/auto-contain.ts';
import type { CaseFact, CaseFactDraft } from '../../../domain/security/case-facts.ts';
import type { ContainmentAction } from '../../../domain/security/containment-facts.ts';
import { decideCase } from '../../../domain/security/decide-case.ts';
import { serves } from '../../../domain/security/kept-off.ts';
import { foldCase } from '../../../domain/security/security-case.ts';
import { money } from '../../../domain/money.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const T0 = Date.UTC(2026, 2, 2, 9);
type At = readonly [minutes: number, draft: CaseFactDraft];

const RECEIVED: CaseFactDraft = {
  kind: 'case.received',
  body: { kind: 'fraud', severity: 'high', source: 'alert', receivedAt: T0, answerBy: null },
};
const START: readonly At[] = [
  [0, RECEIVED],
  [0, { kind: 'case.told', body: { key: 'received', sent: true } }],
  [0, { kind: 'case.acknowledged', body: {} }],
];
const alert = (confidence?: 'low' | 'medium' | 'high', azureSubscription: string | null = 'a'): CaseFactDraft => ({
  kind: 'case.alertLinked',
  body: {
    occurrence: 'a/1',
    alert: 'a_1',
    way: 'graph',
    azureSubscription,
    alertType: 'CryptoMining',
    ...(confidence === undefined ? {} : { confidence }),
  },
});
const order = (
  action: ContainmentAction,
  more: { readonly approval?: 'fourEyes'; readonly targets?: readonly string[] } = {},
): CaseFactDraft => ({ kind: 'case.containmentOrdered', body: { containment: '1', action, targets: [], ...more } });
const one = (kind: CaseFactDraft['kind'], body: object = {}): CaseFactDraft =>
  ({ kind, body: { containment: '1', ...body } }) as unknown as CaseFactDraft;
const checked = (stillOn: readonly string[], plansOn?: readonly string[]): CaseFactDraft =>
  one('case.containmentChecked', { stillOn, ...(plansOn && { plansOn }) });
const SENT = one('case.containmentSent', { stopped: ['a'] });

function caseOf(facts: readonly At[]) {
  return foldCase(
    facts.map(([minutes, draft], index): CaseFact => ({ ...draft, seq: index + 1, at: T0 + minutes * MINUTE })),
  );
}
const decided = (facts: readonly At[], minutes: number) =>
  decideCase(caseOf([...START, ...facts]), T0 + minutes * MINUTE);
const keysAt = (facts: readonly At[], minutes: number) => decided(facts, minutes).effects.map(({ key }) => key);
const movesAt = (facts: readonly At[], minutes: number) => decided(facts, minutes).moves.map(({ kind }) => kind);

describe('a subscription', () => {
  const ordered = (refusals: readonly MicrosoftRefusal[]) => serves({ actual: 'ordering', refusals });
  const refused = (act: MicrosoftRefusal['act']) => ({ act, code: '800004', when: '0.0' });

  it('whose order Microsoft has refused serves nobody: a containment does not wait an hour for it to stop', () => {
    expect([ordered([]), ordered([refused('order')]), ordered([refused('stop')])]).toEqual([true, false, true]);
    expect(serves({ actual: 'active', refusals: [refused('order')] })).toBe(true);
  });
});

describe('a containment', () => {
  it('that waits for a second person is not done, and the deputy is told', () => {
    const waiting: At[] = [[1, order('cancelAzureSubscriptions', { approval: 'fourEyes' })]];
    expect(keysAt(waiting, 2)).toEqual(['approval.1', 'task.approval.1']);
    const told: At = [1, { kind: 'case.told', body: { key: 'approval.1', sent: true } }];
    const asked: At = [1, { kind: 'case.taskOpened', body: { key: 'task.approval.1', task: 'tsk_1' } }];
    const known = [...waiting, told, asked];
    expect(keysAt(known, 600)).toEqual([]);
    const approved: At = [3, one('case.containmentApproved', { policy: null })];
    expect(keysAt([...known, approved], 3)).toEqual(['contain.1.1', 'done.task.approval.1']);
    const done: At = [3, { kind: 'case.taskClosed', body: { key: 'task.approval.1' } }];
    expect(keysAt([...known, approved, done], 3)).toEqual(['contain.1.1']);
    expect(keysAt([...waiting, told, [3, one('case.containmentRefused')]], 3)).toEqual([]);
  });

  it('that is refused ends its task also where the case is closed with it', () => {
    const refused: At[] = [
      [1, order('cancelAzureSubscriptions', { approval: 'fourEyes' })],
      [1, { kind: 'case.taskOpened', body: { key: 'task.approval.1', task: 'tsk_1' } }],
      [3, one('case.containmentRefused')],
      [4, { kind: 'case.closed', body: {} }],
    ];
    expect([keysAt(refused, 4), decided(refused, 4).over]).toEqual([['done.task.approval.1'], false]);
    const done: At = [4, { kind: 'case.taskClosed', body: { key: 'task.approval.1' } }];
    expect([keysAt([...refused, done], 4), decided([...refused, done], 4).over]).toEqual([[], true]);
  });

  it('of the whole plan cancels, waits until none is on, and only then holds the plan', () => {
    const start: At[] = [[1, order('suspendAzurePlan')]];
    expect(keysAt(start, 1)).toEqual(['contain.1.1']);
    const cancelled: At[] = [...start, [1, SENT], [2, checked(['a', 'b'], ['p'])]];
    expect(keysAt(cancelled, 2)).toEqual([]);
    expect(keysAt(cancelled, 3)).toEqual(['check.1.2']);
    const off: At[] = [...cancelled, [12, checked([], ['p'])]];
    expect(keysAt(off, 12)).toEqual(['holdPlan.1.1']);
    const held: At[] = [...off, [12, one('case.planHeld', { holds: ['hld_1'] })]];
    expect(keysAt(held, 12)).toEqual([]);
    expect(keysAt(held, 13)).toEqual(['check.1.3']);
    expect(caseOf([...START, ...held, [14, checked([], [])]]).containments[0]).toMatchObject({
      provenAt: T0 + 14 * MINUTE,
      holds: ['hld_1'],
      stopped: ['a'],
    });
  });

  it('of the whole plan cancels again what the customer switched on before the plan was held (practice 52)', () => {
    const back: At[] = [
      [1, order('suspendAzurePlan')],
      [1, SENT],
      [12, checked([], ['p'])],
      [13, checked(['b'], ['p'])],
    ];
    expect(keysAt(back, 13)).toEqual(['contain.1.2']);
    const again: At[] = [...back, [13, one('case.containmentSent', { stopped: ['b'] })], [18, checked(['b'], ['p'])]];
    expect(keysAt(again, 18)).toEqual([]);
    expect(keysAt(again, 33)).toEqual(['contain.1.3']);
    expect(caseOf([...START, ...again]).containments[0]?.stopped).toEqual(['a', 'b']);
  });

  it('is looked at every hour while the case is open; what came back is a fact, a task and two mails, once', () => {
    const proven: At[] = [
      [1, order('cancelAzureSubscriptions')],
      [1, SENT],
      [12, checked([])],
    ];
    expect(keysAt(proven, 71)).toEqual([]);
    expect(decided(proven, 20).wakeAt).toBe(T0 + 72 * MINUTE);
    expect(keysAt(proven, 72)).toEqual(['check.1.2']);
    const back: At[] = [...proven, [72, checked(['a'])]];
    expect(movesAt(back, 72)).toEqual(['case.containmentReturned']);
    const noted: At[] = [...back, [72, one('case.containmentReturned', { targets: ['a'] })]];
    expect(keysAt(noted, 72)).toEqual(['returned.1.1', 'returned.1.1.deputy', 'task.returned.1.1']);
    const seen: At[] = [...noted, [72, { kind: 'case.taskOpened', body: { key: 'task.returned.1.1', task: 'tsk_1' } }]];
    expect(keysAt(seen, 72)).toEqual(['returned.1.1', 'returned.1.1.deputy']);
    const offAgain: At[] = [...seen, [132, checked([])], [192, checked(['a'])]];
    expect(movesAt(offAgain, 192)).toEqual(['case.containmentReturned']);
  });

  it('that came back keeps a fraud from being closed, unless somebody says so by name', () => {
    const judged = (waived: boolean): At => [73, { kind: 'case.judged', body: { verdict: 'fraud', waived } }];
    const answered: At = [73, { kind: 'case.answered', body: { alerts: [] } }];
    const back: At[] = [
      [1, order('cancelAzureSubscriptions')],
      [1, SENT],
      [12, checked([])],
      [72, checked(['a'])],
      [72, one('case.containmentReturned', { targets: ['a'] })],
    ];
    expect(movesAt([...back, judged(false), answered], 73)).toEqual([]);
    expect(movesAt([...back, judged(true), answered], 73)).toEqual(['case.closed']);
    expect(movesAt([...back, judged(false), answered, [80, checked([])]], 80)).toEqual(['case.closed']);
  });

  it('is taken back, also after the case was closed, and read back: the plan first, then what lies under it', () => {
    const closed: At[] = [
      [1, order('suspendAzurePlan')],
      [1, SENT],
      [12, checked([], [])],
      [13, { kind: 'case.judged', body: { verdict: 'fraud', waived: false } }],
      [13, { kind: 'case.answered', body: { alerts: [] } }],
      [13, { kind: 'case.closed', body: {} }],
    ];
    expect(decided(closed, 600)).toMatchObject({ effects: [], wakeAt: null, over: true });
    const asked: At[] = [...closed, [90, one('case.reversalOrdered')]];
    expect(keysAt(asked, 90)).toEqual(['release.1']);
    const released: At[] = [...asked, [90, one('case.reversalSent', { stage: 'release' })]];
    expect(keysAt(released, 91)).toEqual(['checkReversal.1.1']);
    const planOff: At[] = [...released, [91, one('case.reversalChecked', { stillOff: ['a'], plansOff: ['p'] })]];
    expect(keysAt(planOff, 91)).toEqual([]);
    const planOn: At[] = [...planOff, [92, one('case.reversalChecked', { stillOff: ['a'], plansOff: [] })]];
    expect(keysAt(planOn, 92)).toEqual(['restart.1']);
    const restarted: At[] = [...planOn, [93, one('case.reversalSent', { stage: 'restart' })]];
    expect(decided(restarted, 93)).toMatchObject({ over: false, wakeAt: T0 + 93 * MINUTE + 10_000 });
    const on: At[] = [...restarted, [103, one('case.reversalChecked', { stillOff: [], plansOff: [] })]];
    expect(decided(on, 103)).toMatchObject({ effects: [], over: true });
    const never: At[] = [
      ...restarted,
      ...Array.from({ length: 36 }, (): At => [200, one('case.reversalChecked', { stillOff: ['a'], plansOff: [] })]),
    ];
    expect(movesAt(never, 200)).toEqual(['case.reversalFailed']);
  });
});

describe('a policy that contains by itself', () => {
  const policy = {
    key: 'strict',
    version: 3,
    autoContain: { severity: 'high', confidence: 'medium', atStake: money(100_000n, 'PLN') },
  } as const;
  const moves = (facts: readonly At[], atStake = 100_000n) =>
    policyMoves(caseOf([...START, ...facts]), policy, money(atStake, 'PLN'));

  it('cancels what a grave and sure alert names, and says by which version', () => {
    expect(moves([[1, alert('high')]])).toEqual([
      {
        kind: 'case.containmentOrdered',
        body: { containment: '1', action: 'cancelAzureSubscriptions', targets: ['a'], approval: 'fourEyes' },
      },
      { kind: 'case.containmentApproved', body: { containment: '1', policy: { key: 'strict', version: 3 } } },
    ]);
  });

  it('leaves it to people where Microsoft is not sure, does not say, or names nothing, and where too little is at stake', () => {
    expect(moves([[1, alert('low')]])).toEqual([]);
    expect(moves([[1, alert()]])).toEqual([]);
    expect(moves([[1, alert('high', null)]])).toEqual([]);
    expect(moves([[1, alert('high')]], 99_999n)).toEqual([]);
    const judged: At = [2, { kind: 'case.judged', body: { verdict: 'legitimate', waived: false } }];
    expect(moves([[1, alert('high')], judged])).toEqual([]);
  });

  it('is the second person for what the alert names, and for nothing beyond it', () => {
    const ordered = (targets: readonly string[]): At => [
      2,
      order('cancelAzureSubscriptions', { approval: 'fourEyes', targets }),
    ];
    expect(moves([[1, alert('high')], ordered(['a'])]).map(({ kind }) => kind)).toEqual(['case.containmentApproved']);
    expect(moves([[1, alert('high')], ordered(['a', 'b'])])).toEqual([]);
    expect(moves([[1, alert('high')], ordered([])])).toEqual([]);
  });

  it('reckons with the most that is at stake, in its own currency', () => {
    const finding = (minor: string, currency: string) =>
      ({
        occurrence: 'o',
        rule: 'sudden-region',
        practice: 18,
        day: '2026-03-01',
        subject: 'all',
        atStake: { minor, currency },
      }) as const;
    const findings = [finding('700', 'PLN'), finding('900', 'EUR')];
    expect(moneyAtStake({ findings }, money(500n, 'PLN'))).toEqual(money(700n, 'PLN'));
    expect(moneyAtStake({ findings }, money(800n, 'PLN'))).toEqual(money(800n, 'PLN'));
  });
});

it('a clock of an hour is not lengthened by a containment', () => {
  expect(decideCase(caseOf([[0, RECEIVED]]), T0).wakeAt).toBe(T0 + HOUR / 2);
});
