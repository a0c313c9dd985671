import type { AccessTables } from './tables/access-tables.ts';
import type { ActivityTables } from './tables/activity-tables.ts';
import type { AuditTables } from './tables/audit-tables.ts';
import type { CollectionTables } from './tables/collection-tables.ts';
import type { FactTables } from './tables/fact-tables.ts';
import type { KycTables } from './tables/kyc-tables.ts';
import type { HygieneTables } from './tables/hygiene-tables.ts';
import type { LedgerTables } from './tables/ledger-tables.ts';
import type { MachineryTables } from './tables/machinery-tables.ts';
import type { NoticeMailTables } from './tables/notice-mail-tables.ts';
import type { OnboardingTables } from './tables/onboarding-tables.ts';
import type { PartnerTables } from './tables/partner-tables.ts';
import type { PartyTables } from './tables/party-tables.ts';
import type { PolicyTables } from './tables/policy-tables.ts';
import type { ReceivableTables } from './tables/receivable-tables.ts';
import type { SecurityTables } from './tables/security-tables.ts';
import type { UsageTables } from './tables/usage-tables.ts';

/** Every table, by name. Columns are documented in `db/migrations`. */
export interface Schema
  extends PartyTables,
    FactTables,
    LedgerTables,
    ReceivableTables,
    CollectionTables,
    PolicyTables,
    AuditTables,
    SecurityTables,
    NoticeMailTables,
    UsageTables,
    OnboardingTables,
    ActivityTables,
    HygieneTables,
    PartnerTables,
    AccessTables,
    KycTables,
    MachineryTables {}
