import type { z } from 'zod';
import type { newEvidence } from '../../contracts/kyc.ts';
import type { Change } from '../../db/change.ts';
import { documentDigest, evidenceStatements, findEvidence } from '../../db/evidence.ts';
import type { Instant } from '../../domain/calendar/day.ts';
import { Refusal } from '../../domain/errors.ts';
import type { Evidence } from '../../domain/facts/kyc-facts.ts';
import { unknownReference } from '../resources/named.ts';

/** Evidence before it has an id, with the words and bytes that no fact holds. */
export interface EvidenceDraft extends Omit<Evidence, 'evidence' | 'document'> {
  readonly source: string;
  readonly reference: string | null;
  readonly note: string | null;
  readonly document: { readonly mediaType: string; readonly bytes: Uint8Array } | string | null;
}

/** Records a piece of evidence: its fact, where it comes from, its document. Answers its id. @throws Refusal `future_effective_day` */
export function recordEvidence(change: Change, draft: EvidenceDraft, actor: string, recordedAt: Instant): string {
  if (draft.on > change.today) throw new Refusal('future_effective_day', `the customer's today is ${change.today}`);
  const { source, reference, note, document: given, ...known } = draft;
  const document = given === null || typeof given === 'string' ? given : documentDigest(given.bytes);
  const body: Evidence = { ...known, evidence: change.newId('evd'), document };
  change.record([{ kind: 'evidence.recorded', effectiveOn: change.today, body }]);
  const record = { ...body, customerId: change.customer.id, source, reference, note, actor, recordedAt };
  const kept = given === null || typeof given === 'string' ? null : given;
  for (const statement of evidenceStatements(record, kept)) change.write(statement);
  return body.evidence;
}

/**
 * Evidence as a person gives it.
 * @throws Refusal `unknown_reference` when a call back's number is from no register extract of this customer that passed
 */
export async function evidenceGiven(change: Change, body: z.output<typeof newEvidence>): Promise<EvidenceDraft> {
  if (body.numberFrom !== undefined) {
    const extract = await findEvidence(change.trx, body.numberFrom);
    const isOurs = extract?.customerId === change.customer.id && extract.kind === 'registerExtract';
    if (!isOurs || extract.outcome !== 'passed')
      throw unknownReference('the customer has no such register extract', '/numberFrom');
  }
  const { kind, on, source, outcome, document } = body;
  return {
    kind,
    on,
    source,
    outcome,
    reference: body.reference ?? body.numberFrom ?? null,
    registeredOn: body.registeredOn ?? null,
    note: body.note ?? null,
    document: document
      ? { mediaType: document.mediaType, bytes: Buffer.from(document.base64, 'base64') }
      : (body.documentSha256 ?? null),
  };
}
