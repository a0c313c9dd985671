import type { Bytes, Default, Json, JsonDefault } from './column-types.ts';

export type Role = 'collector' | 'analyst' | 'finance' | 'auditor' | 'operator' | 'admin';

/** One thing wrong in one row of an imported file. */
export interface RowError {
  readonly column: string | null;
  readonly code: string;
  readonly message: string;
}

export interface MachineryTables {
  import: {
    id: string;
    kind: string;
    file_sha256: Bytes;
    options: Json<unknown>;
    state: 'running' | 'done' | 'failed';
    rows: Default<number>;
    imported: Default<number>;
    skipped: Default<number>;
    actor: string;
    seller_id: string | null;
    problem: Default<string | null>;
    created_at: Date;
    finished_at: Date | null;
  };
  import_chunk: { import_id: string; seq: number; bytes: Bytes; received_at: Date };
  import_row: {
    import_id: string;
    row: number;
    state: 'imported' | 'skipped' | 'refused';
    errors: JsonDefault<readonly RowError[]>;
  };
  service_token: {
    id: string;
    role: Role;
    name: string;
    hash: Bytes;
    created_at: Date;
    revoked_at: Date | null;
  };
  partner_credential: {
    partner_tenant: string;
    sealed: Bytes;
    given_digest: Bytes;
    version: Default<number>;
    changed_at: Default<Date>;
  };
  clock_advance: {
    customer_id: string;
    operation_id: string;
    target: Date;
    started_at: Date;
    ended_at: Date | null;
    failure: string | null;
  };
  sight: { actor: string; customer_id: string; day: string };
  webhook_delivery: { source: string; id: string; received_at: Date };
}
