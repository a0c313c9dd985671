import type { FastifyRequest } from 'fastify';
import type { Role } from '../db/tables/machinery-tables.ts';
import { Refusal } from '../domain/errors.ts';

/** Who calls, as the token says. `name` goes into the audit. */
export interface Actor {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
}

/** @throws Refusal `role_required` that names the roles which may. */
export function requireRole(actor: Actor, allowed: readonly Role[], what: string): void {
  if (!allowed.includes(actor.role))
    throw new Refusal('role_required', `${what} takes the role ${allowed.join(' or ')}`);
}

/** Who calls. Every route of the matrix is authenticated before it is handled. */
export function actorOf(request: FastifyRequest): Actor {
  if (request.actor === null) throw new Error(`${request.routeOptions.url} is handled without knowing who calls`);
  return request.actor;
}
