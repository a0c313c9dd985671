import type { Day, Instant } from '../domain/calendar/day.ts';
import type { Db } from './database.ts';
import { toIso, toInstant } from './database-time.ts';
import { insertRows } from './json-rows.ts';
import type { Statement } from './statement.ts';

/** What the customer says it needs (practice 19): the basis on which its use is judged. */
export interface KycProfile {
  readonly purpose: string | null;
  readonly expectedServices: readonly string[];
  readonly expectedRegions: readonly string[];
  /** Minor units of the customer's currency. */
  readonly monthlySpend: bigint | null;
  /** When somebody last called or wrote to the contacts and reached them. */
  readonly contactsCheckedOn: Day | null;
}

export interface KycProfileRecord extends KycProfile {
  readonly revision: number;
  readonly actor: string;
  /** Wall instant. */
  readonly recordedAt: Instant;
}

const COLUMNS = [
  'customer_id',
  'revision',
  'purpose',
  'expected_services',
  'expected_regions',
  'monthly_spend_minor',
  'contacts_checked_on',
  'actor',
  'recorded_at',
];

export function kycProfileStatement(customerId: string, record: KycProfileRecord): Statement {
  return insertRows('kyc_profile', COLUMNS, [
    {
      customer_id: customerId,
      revision: record.revision,
      purpose: record.purpose,
      expected_services: record.expectedServices,
      expected_regions: record.expectedRegions,
      monthly_spend_minor: record.monthlySpend === null ? null : String(record.monthlySpend),
      contacts_checked_on: record.contactsCheckedOn,
      actor: record.actor,
      recorded_at: toIso(record.recordedAt),
    },
  ]);
}

/** The latest revision; undefined when nobody has asked the customer yet. */
export async function findKycProfile(db: Db, customerId: string): Promise<KycProfileRecord | undefined> {
  const row = await db
    .selectFrom('kyc_profile')
    .selectAll()
    .where('customer_id', '=', customerId)
    .orderBy('revision', 'desc')
    .limit(1)
    .executeTakeFirst();
  return (
    row && {
      revision: row.revision,
      purpose: row.purpose,
      expectedServices: row.expected_services,
      expectedRegions: row.expected_regions,
      monthlySpend: row.monthly_spend_minor,
      contactsCheckedOn: row.contacts_checked_on,
      actor: row.actor,
      recordedAt: toInstant(row.recorded_at),
    }
  );
}
