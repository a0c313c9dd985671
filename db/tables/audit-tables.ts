import type { Bytes, Json } from './column-types.ts';

export interface AuditTables {
  audit_event: {
    chain: string;
    seq: number;
    at: Date;
    recorded_at: Date;
    actor: string;
    kind: string;
    body: Json<Readonly<Record<string, unknown>>>;
    prev_hash: Bytes;
    hash: Bytes;
  };
  audit_chain: { chain: string; seq: number; hash: Bytes };
}
