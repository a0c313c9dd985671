import type { Account } from '../domain/account/account.ts';
import { foldFacts, withFacts } from '../domain/account/fold.ts';
import { type Day, dayAt, type Instant } from '../domain/calendar/day.ts';
import type { CommandBodies, CommandKind } from '../domain/commands/command.ts';
import type { FactDraft } from '../domain/facts/fact.ts';
import type { IdPrefix } from '../domain/ids.ts';
import type { Policy } from '../domain/policy/policy.ts';
import { recordFacts } from './record-facts.ts';
import type { AuditEvent } from './audit.ts';
import { commandStatement } from './commands.ts';
import { businessNow, type LockedCustomer } from './customers.ts';
import type { Trx } from './database.ts';
import { stampFacts } from './facts.ts';
import { type IdempotencyClaim, keyResultStatement } from './idempotency.ts';
import { operationStatement } from './operations.ts';
import type { RecordedFact } from './projections/account-change.ts';
import type { Statement } from './statement.ts';
import { writeChange } from './write-change.ts';

/** Who changes a customer, when, and why. */
export interface ChangeRequest {
  readonly actor: string;
  readonly roles?: readonly string[];
  readonly wallNow: Instant;
  readonly newId: (prefix: IdPrefix) => string;
  /** Coded word that the life is told: `payment`, `promise`. */
  readonly because: string;
  readonly idempotency?: IdempotencyClaim | undefined;
}

/** A change in the making, under the customer's lock. What it records is written when its maker returns. */
export interface Change {
  readonly trx: Trx;
  readonly customer: LockedCustomer;
  /** As of now, what this change has recorded so far included. */
  readonly account: Account;
  readonly policy: Policy;
  readonly activePolicyVersion: number;
  /** Business instant, and the customer's day at it. */
  readonly now: Instant;
  readonly today: Day;
  readonly newId: (prefix: IdPrefix) => string;
  /** Records facts; all of one change get one version. */
  record(drafts: readonly FactDraft[]): void;
  /** Gives a command, which waits for the life to decide it; at most one a change. Answers its id. */
  command<K extends CommandKind>(kind: K, body: CommandBodies[K]): string;
  /** Adds an event to the customer's audit, beside those of facts and commands. */
  audit(kind: string, body: AuditEvent['body']): void;
  /** Adds a write to be sent with the others, behind those of the facts. */
  write(statement: Statement): void;
}

/** What a change came to. */
export interface Committed<R> {
  readonly result: R;
  readonly customerId: string;
  /** The version to which the life is to assess; the old one when nothing was recorded. */
  readonly factVersion: number;
  /** Null when nothing was recorded: then there is nothing to wait for. */
  readonly operationId: string | null;
  readonly commandId: string | null;
}

/** What a change begins with. `facts` are those that make the customer, when he is new. */
export interface ChangeStart {
  readonly trx: Trx;
  readonly customer: LockedCustomer;
  readonly before: Account | null;
  readonly facts: readonly FactDraft[];
  readonly policy: Policy;
  readonly activePolicyVersion: number;
}

/** Lets `make` look and record, then writes all of it. */
export async function carryChange<R>(
  start: ChangeStart,
  request: ChangeRequest,
  make: (change: Change) => Promise<R> | R,
): Promise<Committed<R>> {
  const { trx, customer } = start;
  const { wallNow, actor, because, newId } = request;
  const now = businessNow(customer, wallNow);
  const stamp = { at: now, recordedAt: wallNow, actor };
  const version = customer.factVersion + 1;
  const facts: RecordedFact[] = [...stampFacts(start.facts, version, stamp)];
  let account = start.before ?? foldFacts(facts);
  const events: AuditEvent[] = [];
  const statements: Statement[] = [];
  let commandId: string | null = null;

  const change: Change = {
    ...start,
    get account() {
      return account;
    },
    now,
    today: dayAt(now, account.traits.timeZone),
    newId,
    record(drafts) {
      const added = stampFacts(drafts, version, stamp, { firstSeq: facts.length });
      account = withFacts(account, added);
      facts.push(...added);
    },
    command(kind, body) {
      if (commandId !== null) throw new TypeError('a change gives at most one command');
      const id = newId('cmd');
      const roles = request.roles ?? [];
      commandId = id;
      statements.push(
        commandStatement({
          id,
          customerId: customer.id,
          kind,
          body,
          actor,
          roles,
          factVersion: version,
          at: now,
          recordedAt: wallNow,
        }),
      );
      events.push({ ...stamp, kind: 'command.given', body: { command: id, kind } });
      return id;
    },
    audit(kind, body) {
      events.push({ ...stamp, kind, body });
    },
    write(statement) {
      statements.push(statement);
    },
  };

  const result = await make(change);
  const marks = facts.length > 0 || commandId !== null;
  const operationId = marks ? newId('op') : null;
  const factVersion = marks ? version : customer.factVersion;
  if (operationId !== null) {
    statements.push(
      operationStatement({
        id: operationId,
        customerId: customer.id,
        factVersion,
        commandId,
        because,
        createdAt: wallNow,
      }),
    );
  }
  if (request.idempotency) statements.push(keyResultStatement(request.idempotency, { result, operationId }));
  const recording = facts.length > 0 ? recordFacts(customer, start.before, facts) : undefined;
  await writeChange(trx, customer, {
    ...recording,
    statements: [...(recording?.statements ?? []), ...statements],
    events: [...(recording?.events ?? []), ...events],
    ...(marks && { mark: { version, recordedAt: wallNow, because } }),
  });
  return { result, customerId: customer.id, factVersion, operationId, commandId };
}
