import type { z } from 'zod';
import { approval } from '../../contracts/approvals.ts';
import type { Db } from '../../db/database.ts';
import { type ApprovalRecord, findApproval } from '../../db/lists/approvals.ts';
import { type Note, notesAbout } from '../../db/notes.ts';
import { Refusal } from '../../domain/errors.ts';
import type { StoredMoney } from '../../domain/facts/stored-money.ts';
import { fromStored } from '../../domain/money-format.ts';
import type { Resource } from '../resource.ts';

/** What is to be written off once a second person agrees: so much of this invoice, and no more. */
export interface WriteOffRequest {
  readonly invoice: string;
  readonly amount: StoredMoney;
}

/** The kind of the note that goes with a decision; its writer is the one who decided. */
export const DECISION_NOTE = 'decision';

/** @throws Refusal `not_found` */
export async function approvalBy(db: Db, id: string): Promise<ApprovalRecord> {
  const found = await findApproval(db, id);
  if (found === undefined) throw new Refusal('not_found', `there is no approval ${id}`);
  return found;
}

export const approvalResource: Resource<typeof approval> = {
  name: 'approval',
  schema: approval,
  async load(db, id) {
    const [view] = await approvalViews(db, [await approvalBy(db, id)]);
    if (view === undefined) throw new Error(`approval ${id} has no view`);
    return view;
  },
};

export async function approvalViews(
  db: Db,
  records: readonly ApprovalRecord[],
): Promise<readonly z.output<typeof approval>[]> {
  const notes = await notesAbout(
    db,
    records.map((record) => record.id),
  );
  return records.map((record) => {
    const decision = (notes.get(record.id) ?? []).find((note) => note.kind === DECISION_NOTE);
    return viewOf(record, record.state === 'open' ? undefined : decision);
  });
}

/** What a writing-off was asked for; null where the approval is about something else. */
export function writeOffRequestOf({ subject, request }: ApprovalRecord): WriteOffRequest | null {
  // Only `askToWriteOff` writes requests of this subject.
  return subject === 'writeOff' && request !== null ? (request as WriteOffRequest) : null;
}

function viewOf(record: ApprovalRecord, decision: Note | undefined): z.output<typeof approval> {
  const writeOff = writeOffRequestOf(record);
  return {
    id: record.id,
    customer: record.customerId,
    subject: record.subject,
    key: record.key,
    amount: writeOff && fromStored(writeOff.amount),
    state: record.state,
    askedBy: record.askedBy,
    askedAt: record.requestedAt,
    decidedBy: record.decidedBy,
    decidedAt: record.decidedAt,
    note: decision?.text ?? null,
  };
}
