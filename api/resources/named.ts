import { type CustomerHead, findCustomer } from '../../db/customers.ts';
import type { Db } from '../../db/database.ts';
import { Refusal } from '../../domain/errors.ts';

/** `ext:` and an id of the caller's own system, as paths and bodies have it; undefined where our own id is given. */
export function externalIdIn(reference: string): string | undefined {
  return reference.startsWith('ext:') ? reference.slice('ext:'.length) : undefined;
}

/** The customer that a body names. @throws Refusal `unknown_reference` at `pointer` */
export async function customerNamed(db: Db, reference: string, pointer: string): Promise<CustomerHead> {
  const head = await findCustomer(db, reference);
  if (head === undefined) throw unknownReference(`there is no customer ${reference}`, pointer);
  return head;
}

/** A thing that the body names is not there. */
export function unknownReference(detail: string, pointer: string): Refusal {
  return new Refusal('unknown_reference', detail, [{ pointer, message: detail }]);
}

/** The one thing that a reference means. @throws Refusal `not_found`; `conflict` where an external id is not unique */
export function onlyOne<T>(found: readonly T[], what: string, reference: string): T {
  const [first, ...others] = found;
  if (first === undefined) throw new Refusal('not_found', `there is no ${what} ${reference}`);
  if (others.length > 0) throw new Refusal('conflict', `${reference} means more than one ${what}; use its id`);
  return first;
}
