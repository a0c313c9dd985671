import type { z } from 'zod';
import type { containment, containmentApprovalPage } from '../../contracts/containment.ts';
import type { ContainmentApprovalRecord } from '../../db/lists/containment-approvals.ts';
import type { CaseEvidence } from '../../db/lists/security-cases.ts';
import { approverOf } from '../../db/security-case-actors.ts';
import type { CaseFact } from '../../domain/security/case-facts.ts';
import type { Containment } from '../../domain/security/containment.ts';
import { foldCase, type SecurityCase } from '../../domain/security/security-case.ts';

type View = z.output<typeof containment>;
type ApprovalView = z.output<typeof containmentApprovalPage>['items'][number];

/** A case as its facts, in order, have it. */
export function foldedCase(facts: readonly CaseEvidence[]): SecurityCase {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- kind and body were drafted together, and nobody can change them since
  return foldCase(
    facts.map(({ kind, at, body }, index) => ({ kind, at, body, seq: index + 1 }) as unknown as CaseFact),
  );
}

/** The containments of a case, in the order in which they were ordered, with who ordered and who approved each. */
export function containmentViews({ containments }: SecurityCase, facts: readonly CaseEvidence[]): View[] {
  return containments.map((one) => {
    const { containment: id, action, targets, orderedAt, approval, provenAt, stillOn, plansOn } = one;
    const fact = (kind: string) => facts.findLast((known) => known.kind === kind && known.body['containment'] === id);
    const approved = fact('case.containmentApproved');
    return {
      id,
      action,
      targets: [...targets],
      state: stateOf(one),
      orderedAt,
      orderedBy: fact('case.containmentOrdered')?.actor ?? 'unknown',
      approval: approval === 'none' ? 'none' : 'fourEyes',
      approvedBy: approved === undefined ? null : approverOf(approved.actor, approved.body),
      provenAt,
      stillOn: [...stillOn, ...plansOn],
    };
  });
}

function stateOf(one: Containment): View['state'] {
  const { approval, reversal, failed, provenAt, returnedAt, sentAt } = one;
  if (reversal !== null) {
    if (reversal.failed) return 'reversalFailed';
    return reversal.provenAt === null ? 'reversing' : 'reversed';
  }
  if (approval === 'waiting' || approval === 'refused') return approval;
  if (failed) return 'failed';
  if (provenAt !== null) return returnedAt === null ? 'proven' : 'returned';
  return sentAt === null ? 'ordered' : 'sent';
}

/** @param decider who looks at the list, where he may decide at all. */
export function approvalView(record: ContainmentApprovalRecord, decider: string | null): ApprovalView {
  const { caseId, containment, customerId, kind, severity, action, state, askedBy, askedAt, dueAt } = record;
  const { targets, decidedBy, decidedAt } = record;
  return {
    case: caseId,
    containment,
    customer: customerId,
    kind,
    severity,
    action,
    targets: [...targets],
    state,
    askedBy,
    askedAt,
    dueAt,
    mayDecide: state === 'open' && decider !== null && decider !== askedBy,
    decidedBy,
    decidedAt,
  };
}
