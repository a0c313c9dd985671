import type { Day } from '../../domain/calendar/day.ts';

export interface ActivityTables {
  activity: {
    id: string;
    customer_id: string;
    at: Date;
    kind: string;
    actor_id: string | null;
    resource_type: string | null;
    resource: string | null;
    status: string | null;
    known_at: Date;
  };
  activity_person: { activity_id: string; customer_id: string; user_principal_name: string | null };
  activity_mark: {
    source: string;
    watched_since: Date;
    read_to: Date | null;
    read_at: Date | null;
    alarmed_on: Day | null;
  };
}
