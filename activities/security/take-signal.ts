import { businessNow, lockCustomer } from '../../db/customers.ts';
import type { Trx } from '../../db/database.ts';
import { continueCase, type LoadedCase, loadCase, openCase, signalStatement } from '../../db/security-cases.ts';
import { writeChange } from '../../db/write-change.ts';
import type { CaseFactDraft, CaseKind, CaseSeverity, CaseSource } from '../../domain/security/case-facts.ts';
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
 * Makes a signal part of a case, once. It joins the customer's open case of the kind that has no verdict yet and that it fits:
 * the phone call, the push, the poll and our own watch are one case.
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
  const joined = await openCaseFor(trx, signal);
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

async function openCaseFor(
  trx: Trx,
  { customerId, kind, fits, evenJudged = false }: Signal,
): Promise<LoadedCase | undefined> {
  let query = trx
    .selectFrom('security_case')
    .select('id')
    .where('customer_id', '=', customerId)
    .where('kind', '=', kind)
    .where('closed_at', 'is', null);
  if (!evenJudged) query = query.where('verdict', 'is', null);
  const rows = await query.orderBy('id').execute();
  for (const { id } of rows) {
    const loaded = await loadCase(trx, id);
    if (loaded !== undefined && fits(loaded.known)) return loaded;
  }
  return undefined;
}
