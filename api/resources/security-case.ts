import type { z } from 'zod';
import { securityCase } from '../../contracts/security-cases.ts';
import type { Db } from '../../db/database.ts';
import {
  type CaseEvidence,
  caseEvidence,
  findSecurityCase,
  type SecurityCaseRecord,
} from '../../db/lists/security-cases.ts';
import { type Note, notesAbout } from '../../db/notes.ts';
import { serviceRequestsOf } from '../../db/service-requests.ts';
import { businessNow } from '../../db/customers.ts';
import { creditUsedByTenant } from '../../db/credit-requests.ts';
import { standingsOf } from '../../db/standings.ts';
import { dayAt, type Instant } from '../../domain/calendar/day.ts';
import { Refusal } from '../../domain/errors.ts';
import { money } from '../../domain/money.ts';
import { openSteps } from '../../domain/security/drill.ts';
import type { Resource } from '../resource.ts';
import { curePlanOf, cureSubjects } from './cure-plan.ts';
import { containmentViews, foldedCase } from './containment.ts';
import { creditView } from './credit-claim.ts';
import { customerBy } from './customer.ts';

type View = z.output<typeof securityCase>;

/** What a case's summary is to it, among the notes. */
export const SUMMARY_NOTE = 'summary';

/** A security case with its clocks and all that was recorded about it. */
export const securityCaseResource: Resource<typeof securityCase> = {
  name: 'case',
  schema: securityCase,
  // Money moves and days pass without anything happening to the case.
  volatile: ['exposure', 'credit'],
  async load(db, id, wallNow) {
    const record = await findSecurityCase(db, id);
    if (record === undefined) throw new Refusal('not_found', `there is no security case ${id}`);
    const [view] = await securityCaseViews(db, [record], wallNow);
    if (view === undefined) throw new Error(`case ${id} has no view`);
    return view;
  },
};

export async function securityCaseViews(
  db: Db,
  records: readonly SecurityCaseRecord[],
  wallNow: Instant,
): Promise<View[]> {
  const ids = records.map(({ id }) => id);
  const customers = [...new Set(records.map(({ customerId }) => customerId))];
  const evidence = await caseEvidence(db, ids);
  const notes = await notesAbout(
    db,
    ids.flatMap((id) => [id, ...cureSubjects(id, foldedCase(evidence.get(id) ?? []))]),
  );
  const requests = await serviceRequestsOf(db, ids);
  const figures = await standingsOf(db, customers, wallNow);
  const views: View[] = [];
  const used = await creditUsedByTenant(db, customers);
  for (const record of records) {
    const customer = await customerBy(db, record.customerId);
    const { currency } = customer;
    const facts = evidence.get(record.id) ?? [];
    const known = foldedCase(facts);
    views.push({
      ...viewOf(record, facts),
      curePlan: curePlanOf(record.id, known, notes),
      serviceRequests: [...(requests.get(record.id) ?? [])],
      containments: containmentViews(known, facts),
      reenabled: known.reenabled.map((one) => ({ ...one })),
      drill: known.drill && { startedAt: known.drill.startedAt, open: [...openSteps(known.drill)] },
      credit: creditView(known, {
        today: dayAt(businessNow(customer, wallNow), 'UTC'),
        usedBy: used.get(record.customerId) ?? null,
        caseId: record.id,
      }),
      exposure: money(figures.get(record.customerId)?.exposure ?? 0n, currency),
      summary: summaryIn(notes.get(record.id)),
    });
  }
  return views;
}

/** What each person who reported it has said, in order. */
function summaryIn(notes: readonly Note[] = []): string | null {
  const texts = notes.flatMap(({ kind, text }) => (kind === SUMMARY_NOTE ? [text] : []));
  return texts.length === 0 ? null : texts.join('\n\n');
}

function viewOf(
  record: SecurityCaseRecord,
  facts: readonly CaseEvidence[],
): Omit<
  View,
  'exposure' | 'summary' | 'curePlan' | 'serviceRequests' | 'containments' | 'reenabled' | 'drill' | 'credit'
> {
  const { id, source, kind, severity, state, verdict } = record;
  const { receivedAt, acknowledgedAt, actedAt, answeredAt, closedAt } = record;
  return {
    id,
    customer: record.customerId,
    source,
    kind,
    severity,
    state,
    receivedAt,
    acknowledgedAt,
    actedAt,
    answeredAt,
    closedAt,
    deadlines: record.clocks.map(({ name, at, metAt, missed }) => ({
      what: name,
      at,
      met: metAt === null ? (missed ? false : null) : metAt <= at,
    })),
    verdict,
    category: record.category,
    evidence: facts.map(({ at, kind: fact, actor, body }) => ({ at, kind: fact, by: actor, body })),
  };
}
