import type { z } from 'zod';
import { evidence, type evidenceSummary } from '../../contracts/kyc.ts';
import { type EvidenceRecord, findEvidence, findEvidenceDocument } from '../../db/evidence.ts';
import { Refusal } from '../../domain/errors.ts';
import type { Resource } from '../resource.ts';

/** A piece of evidence with its document. */
export const evidenceResource: Resource<typeof evidence> = {
  name: 'evidence',
  schema: evidence,
  personalDataOf: (view) => view.customer,
  async load(db, id) {
    const found = await findEvidence(db, id);
    if (found === undefined) throw new Refusal('not_found', `there is no evidence ${id}`);
    const document = await findEvidenceDocument(db, id);
    const bytes = document?.bytes ?? null;
    return {
      ...evidenceView(found),
      document:
        document === undefined || bytes === null
          ? null
          : { mediaType: document.mediaType, base64: Buffer.from(bytes).toString('base64') },
    };
  },
};

export function evidenceView(record: EvidenceRecord): z.output<typeof evidenceSummary> {
  const { kind, on, source, reference, outcome, registeredOn, note, recordedAt } = record;
  return {
    id: record.evidence,
    customer: record.customerId,
    kind,
    on,
    source,
    reference,
    outcome,
    registeredOn,
    documentSha256: record.document,
    note,
    by: record.actor,
    recordedAt,
  };
}
