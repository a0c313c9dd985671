import { createHash } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { Instant } from '../domain/calendar/day.ts';
import type { Evidence } from '../domain/facts/kyc-facts.ts';
import type { Db } from './database.ts';
import { toDate, toInstant } from './database-time.ts';
import type { Statement } from './statement.ts';
import type { KycTables } from './tables/kyc-tables.ts';

/** A piece of evidence with where it comes from. Its words are null once erased. */
export interface EvidenceRecord extends Evidence {
  readonly customerId: string;
  readonly source: string | null;
  readonly reference: string | null;
  readonly note: string | null;
  readonly actor: string;
  /** Wall instant. */
  readonly recordedAt: Instant;
}

/** The bytes of a document, and what they are. Null once erased. */
export interface EvidenceDocument {
  readonly mediaType: string;
  readonly bytes: Uint8Array | null;
}

/** `sha256:` and the digest in hex. */
export function documentDigest(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** Keeps where evidence comes from, and its document, beside the `evidence.recorded` fact of the same change. */
export function evidenceStatements(
  record: EvidenceRecord,
  document: { readonly mediaType: string; readonly bytes: Uint8Array } | null,
): readonly Statement[] {
  const row: Statement = (trx) =>
    trx
      .insertInto('evidence')
      .values({
        id: record.evidence,
        customer_id: record.customerId,
        kind: record.kind,
        outcome: record.outcome,
        on_day: record.on,
        registered_on: record.registeredOn,
        document_sha256: record.document,
        source: record.source,
        reference: record.reference,
        note: record.note,
        actor: record.actor,
        recorded_at: toDate(record.recordedAt),
        erased_at: null,
      })
      .compile();
  if (document === null) return [row];
  const { mediaType: media_type, bytes } = document;
  const keep: Statement = (trx) =>
    trx
      .insertInto('evidence_document')
      .values({ evidence_id: record.evidence, customer_id: record.customerId, media_type, bytes })
      .compile();
  return [row, keep];
}

/** All evidence of a customer, the oldest first. */
export async function listEvidence(db: Db, customerId: string): Promise<readonly EvidenceRecord[]> {
  const rows = await db
    .selectFrom('evidence')
    .selectAll()
    .where('customer_id', '=', customerId)
    .orderBy('id')
    .execute();
  return rows.map(evidenceOf);
}

export async function findEvidence(db: Db, id: string): Promise<EvidenceRecord | undefined> {
  const row = await db.selectFrom('evidence').selectAll().where('id', '=', id).executeTakeFirst();
  return row && evidenceOf(row);
}

export async function findEvidenceDocument(db: Db, id: string): Promise<EvidenceDocument | undefined> {
  const row = await db
    .selectFrom('evidence_document')
    .select(['media_type', 'bytes'])
    .where('evidence_id', '=', id)
    .executeTakeFirst();
  return row && { mediaType: row.media_type, bytes: row.bytes };
}

function evidenceOf(row: Selectable<KycTables['evidence']>): EvidenceRecord {
  return {
    evidence: row.id,
    customerId: row.customer_id,
    kind: row.kind,
    outcome: row.outcome,
    on: row.on_day,
    registeredOn: row.registered_on,
    document: row.document_sha256,
    source: row.source,
    reference: row.reference,
    note: row.note,
    actor: row.actor,
    recordedAt: toInstant(row.recorded_at),
  };
}
