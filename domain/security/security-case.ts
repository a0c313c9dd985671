import type { Instant } from '../calendar/day.ts';
import type {
  CaseFact,
  CaseFactBodies,
  CaseKind,
  CaseSeverity,
  CaseSource,
  CaseVerdict,
  ClockName,
} from './case-facts.ts';

/** In the order of a case's life; it may skip containment, and never goes back. */
export type CaseState = 'received' | 'acknowledged' | 'investigated' | 'contained' | 'answered' | 'closed';

export interface Containment {
  readonly containment: string;
  readonly action: CaseFactBodies['case.containmentOrdered']['action'];
  readonly targets: readonly string[];
  readonly orderedAt: Instant;
  readonly sentAt: Instant | null;
  /** How often it was read back, and when last. */
  readonly checks: number;
  readonly checkedAt: Instant | null;
  readonly provenAt: Instant | null;
  readonly failed: boolean;
}

export type LinkedAlert = CaseFactBodies['case.alertLinked'];

/** What a case's facts add up to; nothing here depends on the clock. */
export interface SecurityCase {
  readonly seq: number;
  readonly kind: CaseKind;
  readonly severity: CaseSeverity;
  readonly source: CaseSource;
  readonly receivedAt: Instant;
  readonly answerBy: Instant | null;
  readonly alerts: readonly LinkedAlert[];
  /** How much that we found ourselves belongs to it. */
  readonly findings: number;
  readonly acknowledgedAt: Instant | null;
  readonly judgedAt: Instant | null;
  readonly verdict: CaseVerdict | null;
  readonly waived: boolean;
  readonly containments: readonly Containment[];
  /** The first containment that was read back. */
  readonly actedAt: Instant | null;
  readonly answeredAt: Instant | null;
  readonly answeredAlerts: readonly string[];
  /** Occasions about which a mail went out. */
  readonly told: ReadonlySet<string>;
  readonly escalated: ReadonlySet<ClockName>;
  readonly missed: ReadonlySet<ClockName>;
  readonly closedAt: Instant | null;
}

/** @throws RangeError when the first fact is not its receipt */
export function foldCase(facts: readonly CaseFact[]): SecurityCase {
  const [first, ...rest] = facts;
  if (first?.kind !== 'case.received') throw new RangeError('a case begins with its receipt');
  const received: SecurityCase = {
    ...first.body,
    seq: first.seq,
    alerts: [],
    findings: 0,
    acknowledgedAt: null,
    judgedAt: null,
    verdict: null,
    waived: false,
    containments: [],
    actedAt: null,
    answeredAt: null,
    answeredAlerts: [],
    told: new Set(),
    escalated: new Set(),
    missed: new Set(),
    closedAt: null,
  };
  return rest.reduce((known, fact) => ({ ...known, ...changeBy(known, fact), seq: fact.seq }), received);
}

function changeBy(known: SecurityCase, fact: CaseFact): Partial<SecurityCase> {
  const { at } = fact;
  switch (fact.kind) {
    case 'case.received':
      throw new RangeError('a case is received once');
    case 'case.alertLinked':
      return { alerts: [...known.alerts, fact.body] };
    case 'case.findingLinked':
    case 'case.accessLinked':
    case 'case.suspensionLinked':
      return { findings: known.findings + 1 };
    case 'case.acknowledged':
      return { acknowledgedAt: known.acknowledgedAt ?? at };
    case 'case.containmentOrdered':
      return { containments: [...known.containments, ordered(fact.body, at)] };
    case 'case.containmentSent':
      return withContainment(known, fact.body.containment, () => ({ sentAt: at }));
    case 'case.containmentChecked': {
      const proven = fact.body.stillOn.length === 0;
      return {
        ...withContainment(known, fact.body.containment, ({ checks }) => ({
          checks: checks + 1,
          checkedAt: at,
          provenAt: proven ? at : null,
        })),
        actedAt: known.actedAt ?? (proven ? at : null),
      };
    }
    case 'case.containmentFailed':
      return withContainment(known, fact.body.containment, () => ({ failed: true }));
    case 'case.judged':
      return {
        ...fact.body,
        judgedAt: at,
        acknowledgedAt: known.acknowledgedAt ?? at,
        ...(known.verdict === fact.body.verdict ? {} : { answeredAt: null, answeredAlerts: [] }),
      };
    case 'case.answered':
      return { answeredAt: at, answeredAlerts: fact.body.alerts };
    case 'case.told':
      return { told: new Set([...known.told, fact.body.key]) };
    case 'case.escalated':
      return { escalated: new Set([...known.escalated, fact.body.clock]) };
    case 'case.clockMissed':
      return { missed: new Set([...known.missed, fact.body.clock]) };
    case 'case.closed':
      return { closedAt: at };
  }
}

function ordered(body: CaseFactBodies['case.containmentOrdered'], orderedAt: Instant): Containment {
  return { ...body, orderedAt, sentAt: null, checks: 0, checkedAt: null, provenAt: null, failed: false };
}

function withContainment(
  { containments }: SecurityCase,
  id: string,
  change: (containment: Containment) => Partial<Containment>,
): Pick<SecurityCase, 'containments'> {
  return { containments: containments.map((one) => (one.containment === id ? { ...one, ...change(one) } : one)) };
}

/** The furthest that a case has come. */
export function stateOf(known: SecurityCase): CaseState {
  if (known.closedAt !== null) return 'closed';
  if (known.answeredAt !== null) return 'answered';
  if (known.actedAt !== null) return 'contained';
  if (known.judgedAt !== null) return 'investigated';
  return known.acknowledgedAt === null ? 'received' : 'acknowledged';
}
