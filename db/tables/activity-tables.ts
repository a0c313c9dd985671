import type { CustomerLog, LogSource } from '../../domain/activity/log-source.ts';
import type { ActivityKind } from '../../domain/usage/activity-record.ts';

export interface ActivityTables {
  activity: {
    id: string;
    customer_id: string;
    source: LogSource;
    at: Date;
    kind: string;
    actor_id: string | null;
    resource_type: string | null;
    resource: string | null;
    status: string | null;
    home_tenant: string | null;
    known_at: Date;
  };
  activity_person: {
    activity_id: string;
    customer_id: string;
    user_principal_name: string | null;
    address: string | null;
  };
  activity_told: {
    activity_id: string;
    customer_id: string;
    kind: ActivityKind;
    at: Date;
    known_at: Date;
    actor: string;
    country: string | null;
    subject: string;
    count: number;
  };
  activity_mark: {
    source: string;
    watched_since: Date;
    read_to: Date | null;
    read_at: Date | null;
  };
  customer_log_mark: {
    customer_id: string;
    source: CustomerLog;
    scope: string;
    watched_since: Date;
    read_to: Date | null;
    read_at: Date | null;
    kept_days: number;
    state: 'open' | 'denied' | 'unlicensed' | 'gone';
    looked_at: Date;
  };
}
