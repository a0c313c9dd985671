import { businessNow, lockCustomer } from '../../db/customers.ts';
import type { Trx } from '../../db/database.ts';
import { openCaseFor } from '../../db/open-cases.ts';
import { continueCase, openCase, signalStatement } from '../../db/security-cases.ts';
import { writeChange } from '../../db/write-change.ts';
import type { CaseFactDraft, CaseKind, CaseSeverity, CaseSource } from '../../domain/security/case-facts.ts';
import { isLikeKind } from '../../domain/security/same-matter.ts';
import type { SecurityCase } from '../../domain/security/security-case.ts';
import type { ActivityDeps } from '../deps.ts';

/** Something that asks for a case: an alert of Microsoft's, a finding of our own, a suspension that we did not order. */
export interface Signal {
  readonly customerId: string;
  readonly kind: CaseKind;
  /** The same for the same thing, whichever way and however often it comes. */
  readonly occurrence: string;
  readonly severity: CaseSeverity;
  readonly source: CaseSource;
  readonly actor: string;
  readonly linked: CaseFactDraft;
  /** What is to be known with it, where that is more than one fact. */
  readonly also?: (known: SecurityCase | null) => readonly CaseFactDraft[];
  /** The day by which it is to be put right, where it names one. */
  readonly answerBy?: number | null;
  /** Whether it is about the same as this open case. */
  readonly fits: (known: SecurityCase) => boolean;
  /** It may also join a case that has its verdict: a letter may come long after what it is about. */
  readonly evenJudged?: boolean;
  /** When the partner was told, wall time; default now. */
  readonly toldAt?: number;
}

/**
 * Makes a signal part of a case, once. It joins the customer's open case of a like kind that has no verdict yet and that it fits:
 * the phone call, the push, the poll and our own watch are one case, whichever came first. What a person reports joins likewise
 * (`api/security/take-case.ts`).
 * @returns whether it was new
 */
export async function takeSignal(
  deps: Pick<ActivityDeps, 'wallNow' | 'newId'>,
  trx: Trx,
  signal: Signal,
): Promise<boolean> {
  return (await placeSignal(deps, trx, signal)).isNew;
}

/** As `takeSignal`; answers as well with the case that has it. */
export async function placeSignal(
  deps: Pick<ActivityDeps, 'wallNow' | 'newId'>,
  trx: Trx,
  signal: Signal,
): Promise<{ readonly caseId: string; readonly isNew: boolean }> {
  const customer = await lockCustomer(trx, signal.customerId);
  const knownIn = await caseOfSignal(trx, signal.occurrence);
  if (knownIn !== undefined) return { caseId: knownIn, isNew: false };
  const recordedAt = deps.wallNow();
  const stamp = { at: businessNow(customer, recordedAt), recordedAt, actor: signal.actor };
  const { fits, evenJudged = false } = signal;
  const told = { kind: signal.kind, byPerson: false };
  const joined = await openCaseFor(
    trx,
    signal,
    (known) => (evenJudged || known.verdict === null) && isLikeKind(known, told) && fits(known),
  );
  const caseId = joined?.id ?? deps.newId('sec');
  const linked = [signal.linked, ...(signal.also?.(joined?.known ?? null) ?? [])];
  const toldAt = Math.min(businessNow(customer, signal.toldAt ?? recordedAt), stamp.at);
  const { statements, events } =
    joined === undefined
      ? openCase({ id: caseId, customerId: customer.id }, [receiptOf(signal, toldAt), ...linked], stamp)
      : continueCase(joined, linked, stamp);
  await writeChange(trx, customer, {
    statements: [...statements, signalStatement(caseId, signal.occurrence, recordedAt)],
    events,
  });
  return { caseId, isNew: true };
}

/** Whether a case has it already. */
export async function isKnown(trx: Trx, occurrence: string): Promise<boolean> {
  return (await caseOfSignal(trx, occurrence)) !== undefined;
}

async function caseOfSignal(trx: Trx, occurrence: string): Promise<string | undefined> {
  const row = await trx
    .selectFrom('security_case_signal')
    .select('case_id')
    .where('occurrence', '=', occurrence)
    .executeTakeFirst();
  return row?.case_id;
}

/** The hour runs from when we could know: an alert that was detected yesterday is not late before it is seen. */
function receiptOf({ kind, severity, source, answerBy = null }: Signal, receivedAt: number): CaseFactDraft {
  return { kind: 'case.received', body: { kind, severity, source, receivedAt, answerBy } };
}
