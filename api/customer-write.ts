import type { ResourceSchema } from '../contracts/outcome.ts';
import type { Change } from '../db/change.ts';
import { commitChange } from '../db/commit-change.ts';
import type { Db } from '../db/database.ts';
import type { ApiDeps } from './deps.ts';
import { requireMatch, type Resource } from './resource.ts';
import { customerBy } from './resources/customer.ts';
import type { Route } from './route.ts';
import { write, type WriteContext, type WriteSpec } from './write.ts';

/** What a change answers with: the reference of what `shows` shows. */
export interface Shown {
  readonly shown: string;
  /** False where it was there already; for a call with `mayJoin`. */
  readonly isNew: boolean;
}

export interface CustomerWriteSpec<Body, Schema extends ResourceSchema>
  extends Omit<WriteSpec<Body, Schema>, 'commit'> {
  /** Coded word that the life is told: `payment`, `promise`. */
  readonly because: string;
  /** What the path names, with which `If-Match` is compared. */
  readonly on: Resource;
  /** Id of the customer whose life this changes; default: the one that the path names. @throws Refusal `not_found` */
  readonly customer?: (db: Db, context: WriteContext, body: Body) => Promise<string>;
  /** Asks the outside world before anything is locked. @throws Refusal */
  readonly before?: (deps: ApiDeps, context: WriteContext, body: Body) => Promise<void>;
  /** What is set going once it is committed. */
  readonly after?: (deps: ApiDeps) => Promise<void>;
  /** Looks and records, under the customer's lock. Answers the reference of what `shows` shows. @throws Refusal */
  change(change: Change, context: WriteContext, body: Body, deps: ApiDeps): Promise<string | Shown> | string;
}

/** A call that changes one customer. */
export function customerWrite<Body, Schema extends ResourceSchema>(spec: CustomerWriteSpec<Body, Schema>): Route {
  return write({
    ...spec,
    async commit(deps, context, body) {
      const customerOf = spec.customer ?? customerOfPath;
      const customer = await customerOf(deps.db, context, body);
      context.about(customer);
      await spec.before?.(deps, context, body);
      const request = {
        customer,
        actor: context.actor.name,
        roles: [context.actor.role],
        because: spec.because,
        wallNow: deps.now(),
        newId: deps.newId,
        idempotency: context.idempotency,
      };
      const { result, operationId } = await commitChange(deps.db, request, async (change) => {
        const reference = context.params[spec.on.name] ?? '';
        await requireMatch(spec.on, context.ifMatch, () => spec.on.load(change.trx, reference, request.wallNow));
        const answered = await spec.change(change, context, body, deps);
        return { ...(typeof answered === 'string' ? { shown: answered } : answered), customerId: customer };
      });
      await spec.after?.(deps);
      return { ...result, operationId };
    },
  });
}

async function customerOfPath(db: Db, { params }: WriteContext): Promise<string> {
  return (await customerBy(db, params['customer'] ?? '')).id;
}
