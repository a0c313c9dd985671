import type { Default, Json } from './column-types.ts';

export interface PolicyTables {
  policy: { key: string; active_version: number | null; created_at: Date };
  policy_version: {
    key: string;
    version: number;
    document: Json<unknown>;
    source: Json<unknown>;
    actor: string;
    recorded_at: Date;
  };
  policy_activation: {
    id: Default<bigint>;
    key: string;
    version: number;
    open_cases: 'freeze' | 'migrate' | 'restart' | null;
    actor: string;
    recorded_at: Date;
  };
}
