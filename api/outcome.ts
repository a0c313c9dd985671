import type { StandingView } from '../contracts/outcome.ts';
import { findCustomer } from '../db/customers.ts';
import { findOperation } from '../db/operations.ts';
import { type ErrorCode, isErrorCode, Refusal } from '../domain/errors.ts';
import type { ApiDeps } from './deps.ts';

/** What a write has committed. */
export interface Made {
  /** Reference of the resource that the answer shows. */
  readonly shown: string;
  /** False where it was there already: a call that may make something new has joined it. */
  readonly isNew?: boolean | undefined;
  /** The customer whose life is to decide about it; null when no life is concerned. */
  readonly customerId: string | null;
  /** Null when nothing was recorded: there is nothing to decide. */
  readonly operationId: string | null;
  /** What was recorded is that the request was refused: the caller is told so, and the life as well. */
  readonly refused?: { readonly code: ErrorCode; readonly detail: string } | undefined;
}

/** What became of a write by the time its caller must be answered. */
export type Outcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'decided'; readonly standing: StandingView }
  | { readonly kind: 'undecided'; readonly operation: string }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/**
 * The outcome rule (api-surface, "Conventions"): a write is answered when its effect on the life is decided, not when
 * effects are done; where the life cannot answer in time, with the operation that will tell. PostgreSQL says what was
 * decided, whoever told the life.
 */
export async function outcomeOf(deps: ApiDeps, made: Made): Promise<Outcome> {
  const { customerId, operationId, refused } = made;
  if (customerId === null) return { kind: 'done' };
  const outcome: Outcome =
    operationId === null
      ? { kind: 'decided', standing: await standingOf(deps, customerId) }
      : await decidedOn(deps, customerId, operationId);
  return refused ? { kind: 'refused', refusal: new Refusal(refused.code, refused.detail) } : outcome;
}

/** Tells the life, unless it knows already, and waits for what it says as long as a caller may wait. */
async function decidedOn(deps: ApiDeps, customerId: string, operationId: string): Promise<Outcome> {
  const given = await operationBy(deps, operationId);
  if (given.state === 'pending') {
    await deps.lifecycle.changed(customerId, { factVersion: given.factVersion, because: given.because }, operationId);
  }
  const operation = given.state === 'pending' ? await operationBy(deps, operationId) : given;
  switch (operation.state) {
    case 'applied':
      return { kind: 'decided', standing: await standingOf(deps, customerId) };
    case 'refused':
      return { kind: 'refused', refusal: refusalBy(operation.problem) };
    case 'pending':
      deps.metrics.undecided.inc();
      return { kind: 'undecided', operation: `/v1/operations/${operationId}` };
  }
}

/** A refusal that a life has recorded with its command. */
export function refusalBy(problem: { readonly code: string; readonly detail: string } | null): Refusal {
  if (problem === null || !isErrorCode(problem.code)) return new Refusal('superseded');
  return new Refusal(problem.code, problem.detail);
}

async function operationBy(deps: ApiDeps, id: string) {
  const operation = await findOperation(deps.db, id);
  if (operation === undefined) throw new Error(`operation ${id} has been committed and cannot be found`);
  return operation;
}

async function standingOf(deps: ApiDeps, customerId: string): Promise<StandingView> {
  const customer = await findCustomer(deps.db, customerId);
  if (customer === undefined) throw new Error(`customer ${customerId} has been changed and cannot be found`);
  const { id, phase, service, nextStep } = customer;
  return { id, phase, service, nextStep };
}
