import type { Instant } from '../calendar/day.ts';
import type {
  CaseCategory,
  CaseFact,
  CaseFactBodies,
  CaseKind,
  CaseSeverity,
  CaseSource,
  CaseVerdict,
  ClockName,
} from './case-facts.ts';
import { type Containment, foldContainments } from './containment.ts';
import { type CreditClaim, foldCredit } from './credit-request.ts';
import { type Drill, foldDrill } from './drill.ts';
import { graver } from './severity.ts';

/** One step of a cure plan. */
export interface CureStep {
  /** From 1. */
  readonly step: number;
  readonly plannedAt: Instant;
  readonly dueAt: Instant;
  readonly doneAt: Instant | null;
}

/** In the order of a case's life; it may skip containment, and never goes back. */
export type CaseState = 'received' | 'acknowledged' | 'investigated' | 'contained' | 'answered' | 'closed';

export type LinkedAlert = CaseFactBodies['case.alertLinked'];
export type LinkedReport = CaseFactBodies['case.reportLinked'];
export type LinkedNotice = CaseFactBodies['case.noticeLinked'];
export type LinkedSuspension = CaseFactBodies['case.suspensionLinked'];

/** A request at Microsoft's support; `status` is Microsoft's word, null until it was read. */
interface LinkedServiceRequest {
  readonly number: string;
  readonly status: string | null;
}
export type LinkedReenabling = CaseFactBodies['case.reenabledLinked'];
export type LinkedFinding = CaseFactBodies['case.findingLinked'];

/** What a case's facts add up to; nothing here depends on the clock. */
export interface SecurityCase {
  readonly seq: number;
  readonly kind: CaseKind;
  /** The gravest that anybody has said. */
  readonly severity: CaseSeverity;
  readonly source: CaseSource;
  readonly category: CaseCategory | null;
  /** When the partner was first told. */
  readonly receivedAt: Instant;
  /** When Microsoft detected the first of its alerts; null while no alert says so. */
  readonly detectedAt: Instant | null;
  /** The earliest that a notice or a report names; null while none does. */
  readonly answerBy: Instant | null;
  readonly alerts: readonly LinkedAlert[];
  readonly notices: readonly LinkedNotice[];
  /** What people have reported after it was opened. */
  readonly reports: readonly LinkedReport[];
  /** Subscriptions that Microsoft has stopped by itself. */
  readonly suspensions: readonly LinkedSuspension[];
  /** What our own watch found. */
  readonly findings: readonly LinkedFinding[];
  /** What was stopped in an earlier case and is on again. */
  readonly reenabled: readonly LinkedReenabling[];
  /** Object ids of full administrators whom nothing explains. */
  readonly administrators: readonly string[];
  readonly acknowledgedAt: Instant | null;
  readonly judgedAt: Instant | null;
  readonly verdict: CaseVerdict | null;
  readonly waived: boolean;
  readonly cureSteps: readonly CureStep[];
  readonly cureWaived: boolean;
  readonly serviceRequests: readonly LinkedServiceRequest[];
  /** An account was taken over: the drill follows. */
  readonly compromise: boolean;
  readonly containments: readonly Containment[];
  /** The first containment that was read back. */
  readonly actedAt: Instant | null;
  readonly answeredAt: Instant | null;
  readonly answeredAlerts: readonly string[];
  /** Steps after a compromise; null where none was started. */
  readonly drill: Drill | null;
  /** What Microsoft may be asked to credit; null while no first day of fraudulent usage is known. */
  readonly credit: CreditClaim | null;
  /** Occasions about which a task was opened; whether what it asks for is still to be done. */
  readonly tasks: ReadonlyMap<string, 'open' | 'done'>;
  /** Occasions about which a mail went out. */
  readonly told: ReadonlySet<string>;
  readonly escalated: ReadonlySet<ClockName>;
  readonly missed: ReadonlySet<ClockName>;
  readonly closedAt: Instant | null;
}

const UNANSWERED = { answeredAt: null, answeredAlerts: [] } as const;

/** @throws RangeError when the first fact is not its receipt */
export function foldCase(facts: readonly CaseFact[]): SecurityCase {
  const [first, ...rest] = facts;
  if (first?.kind !== 'case.received') throw new RangeError('a case begins with its receipt');
  const received: SecurityCase = {
    ...first.body,
    seq: first.seq,
    category: null,
    detectedAt: null,
    alerts: [],
    notices: [],
    reports: [],
    suspensions: [],
    findings: [],
    reenabled: [],
    administrators: [],
    acknowledgedAt: null,
    judgedAt: null,
    verdict: null,
    waived: false,
    cureSteps: [],
    cureWaived: false,
    serviceRequests: [],
    compromise: false,
    containments: [],
    actedAt: null,
    answeredAt: null,
    answeredAlerts: [],
    drill: null,
    credit: null,
    tasks: new Map(),
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
      return {
        alerts: [...known.alerts, fact.body],
        severity: graver(known.severity, fact.body.severity ?? known.severity),
        detectedAt: earlier(known.detectedAt, fact.body.detectedAt ?? null),
      };
    case 'case.findingLinked':
      return { findings: [...known.findings, fact.body] };
    case 'case.reenabledLinked':
      return { reenabled: [...known.reenabled, fact.body] };
    case 'case.accessLinked':
      return { administrators: [...new Set([...known.administrators, fact.body.target.principal])] };
    case 'case.suspensionLinked':
      return { suspensions: [...known.suspensions, fact.body] };
    case 'case.noticeLinked':
      return {
        notices: [...known.notices, fact.body],
        answerBy: earlier(known.answerBy, fact.body.answerBy),
      };
    case 'case.reportLinked': {
      const { severity, receivedAt, answerBy } = fact.body;
      return {
        reports: [...known.reports, fact.body],
        severity: graver(known.severity, severity),
        receivedAt: Math.min(known.receivedAt, receivedAt),
        answerBy: earlier(known.answerBy, answerBy),
      };
    }
    case 'case.categorised':
      return fact.body;
    case 'case.curePlanned':
      return { cureSteps: [...known.cureSteps, ...fact.body.steps.map((one) => planned(one, at))], cureWaived: false };
    case 'case.cureStepDone':
      return {
        cureSteps: known.cureSteps.map((one) =>
          one.step === fact.body.step ? { ...one, doneAt: one.doneAt ?? at } : one,
        ),
      };
    case 'case.cureWaived':
      return { cureWaived: true };
    case 'case.serviceRequestLinked':
      return { serviceRequests: [...known.serviceRequests, { ...fact.body, status: null }] };
    case 'case.serviceRequestRead':
      return {
        serviceRequests: known.serviceRequests.map((one) => (one.number === fact.body.number ? fact.body : one)),
      };
    case 'case.acknowledged':
      return { acknowledgedAt: known.acknowledgedAt ?? at };
    case 'case.containmentChecked':
      return {
        containments: foldContainments(known.containments, fact),
        actedAt: known.actedAt ?? (isProof(fact.body) ? at : null),
      };
    case 'case.containmentOrdered':
    case 'case.containmentApproved':
    case 'case.containmentRefused':
    case 'case.containmentBegun':
    case 'case.containmentSent':
    case 'case.planHeld':
    case 'case.containmentFailed':
    case 'case.containmentReturned':
    case 'case.reversalOrdered':
    case 'case.reversalSent':
    case 'case.reversalChecked':
    case 'case.reversalFailed':
      return { containments: foldContainments(known.containments, fact) };
    case 'case.taskOpened':
      return { tasks: new Map(known.tasks).set(fact.body.key, 'open') };
    case 'case.taskClosed':
      return { tasks: new Map(known.tasks).set(fact.body.key, 'done') };
    case 'case.drillStarted':
    case 'case.drillStepsClosed':
      return { drill: foldDrill(known.drill, fact) };
    case 'case.firstUsageFound':
    case 'case.creditRequested':
    case 'case.creditLapsed':
      return { credit: foldCredit(known.credit, fact) };
    case 'case.judged':
      return {
        ...fact.body,
        compromise: fact.body.compromise ?? known.compromise,
        judgedAt: at,
        acknowledgedAt: known.acknowledgedAt ?? at,
        ...(known.verdict === fact.body.verdict ? {} : UNANSWERED),
      };
    case 'case.answerRecorded':
      return { answeredAt: at };
    case 'case.answered': {
      const { alerts, verdict = known.verdict } = fact.body;
      if (verdict === known.verdict) return { answeredAt: known.answeredAt ?? at, answeredAlerts: alerts };
      // What Microsoft was told is not what is meant any more: it is told again.
      return known.closedAt === null ? UNANSWERED : {};
    }
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

function earlier(one: Instant | null, other: Instant | null): Instant | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other);
}

function planned({ step, dueAt }: CaseFactBodies['case.curePlanned']['steps'][number], plannedAt: Instant): CureStep {
  return { step, plannedAt, dueAt, doneAt: null };
}

function isProof({ stillOn, plansOn = [] }: CaseFactBodies['case.containmentChecked']): boolean {
  return stillOn.length === 0 && plansOn.length === 0;
}

/** The furthest that a case has come. */
export function stateOf(known: SecurityCase): CaseState {
  if (known.closedAt !== null) return 'closed';
  if (known.answeredAt !== null) return 'answered';
  if (known.actedAt !== null) return 'contained';
  if (known.judgedAt !== null) return 'investigated';
  return known.acknowledgedAt === null ? 'received' : 'acknowledged';
}
