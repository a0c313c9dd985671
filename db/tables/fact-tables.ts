import type { Day } from '../../domain/calendar/day.ts';
import type { Decision, Effect } from '../../domain/decision.ts';
import type { FactKind } from '../../domain/facts/fact.ts';
import type { Bytes, Default, Json } from './column-types.ts';

export type EffectState = 'decided' | 'sending' | 'done' | 'failed' | 'dropped' | 'deferred';
export type CommandState = 'pending' | 'applied' | 'refused';

/** Why a command was refused: a code of the error catalogue and a sentence. */
export interface CommandProblem {
  readonly code: string;
  readonly detail: string;
}

export interface FactTables {
  fact: {
    customer_id: string;
    version: number;
    seq: number;
    kind: FactKind;
    effective_on: Day;
    at: Date;
    recorded_at: Date;
    actor: string;
    body: Json<unknown>;
    hash: Bytes;
  };
  decision: {
    id: string;
    customer_id: string;
    run_id: string;
    turn: number;
    fact_version: number;
    facts_hash: Bytes;
    now: Date;
    recorded_at: Date;
    kernel_version: number;
    calendar_version: string;
    policy_key: string;
    policy_version: number;
    active_policy_version: number;
    body: Json<Decision>;
  };
  effect: {
    customer_id: string;
    effect_key: string;
    kind: Effect['kind'];
    decision_id: string;
    state: EffectState;
    body: Json<Effect>;
    attempts: Default<number>;
    decided_at: Date;
    sending_at: Date | null;
    ended_at: Date | null;
    deferred_until: Date | null;
    outcome: Json<unknown> | null;
  };
  command: {
    id: string;
    customer_id: string;
    kind: string;
    body: Json<unknown>;
    actor: string;
    roles: Default<string[]>;
    state: CommandState;
    problem: Json<CommandProblem> | null;
    fact_version: number;
    given_at: Date;
    recorded_at: Date;
    decided_at: Date | null;
  };
  operation: {
    id: string;
    customer_id: string;
    fact_version: number;
    command_id: string | null;
    because: string;
    created_at: Date;
  };
  idempotency_key: {
    scope: string;
    key: string;
    digest: Bytes;
    result: Json<unknown> | null;
    operation_id: string | null;
    status: number | null;
    response: Json<unknown> | null;
    created_at: Date;
  };
}
