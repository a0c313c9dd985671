import type { Selectable } from 'kysely';
import type { Instant } from '../../domain/calendar/day.ts';
import type { Db } from '../database.ts';
import { toInstant } from '../database-time.ts';
import type { Statement } from '../statement.ts';
import type { ReceivableTables } from '../tables/receivable-tables.ts';

type Row = ReceivableTables['payment_instrument'];

/** Something that can be charged, as it was stated last. */
export interface PaymentInstrumentRecord {
  readonly id: string;
  readonly customerId: string;
  readonly funding: Row['funding'];
  readonly state: Row['state'];
  readonly gatewayPaymentMethod: string;
  readonly recordedAt: Instant;
}

export async function listPaymentInstruments(db: Db, customerId: string): Promise<readonly PaymentInstrumentRecord[]> {
  const rows = await db
    .selectFrom('payment_instrument')
    .selectAll()
    .where('customer_id', '=', customerId)
    .orderBy('id')
    .execute();
  return rows.map(instrumentOf);
}

export async function findPaymentInstrument(db: Db, id: string): Promise<PaymentInstrumentRecord | undefined> {
  const row = await db.selectFrom('payment_instrument').selectAll().where('id', '=', id).executeTakeFirst();
  return row && instrumentOf(row);
}

/** Keeps the digest of a card's fingerprint, beside the `instrument.recorded` fact of the same change. */
export function fingerprintStatement(instrument: string, customerId: string, digest: Uint8Array): Statement {
  return (trx) =>
    trx
      .insertInto('instrument_fingerprint')
      .values({ instrument_id: instrument, customer_id: customerId, fingerprint_hash: digest })
      .compile();
}

function instrumentOf(row: Selectable<Row>): PaymentInstrumentRecord {
  return {
    id: row.id,
    customerId: row.customer_id,
    funding: row.funding,
    state: row.state,
    gatewayPaymentMethod: row.gateway_payment_method,
    recordedAt: toInstant(row.recorded_at),
  };
}
