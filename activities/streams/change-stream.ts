import { businessNow, type LockedCustomer, lockCustomer } from '../../db/customers.ts';
import type { Trx } from '../../db/database.ts';
import type { FactStream, LoadedStream } from '../../db/fact-stream.ts';
import type { Statement } from '../../db/statement.ts';
import { writeChange } from '../../db/write-change.ts';
import type { Instant } from '../../domain/calendar/day.ts';
import type { ActivityDeps } from '../deps.ts';

/** A stream under its customer's lock, at the customer's business instant. */
export interface StreamInHand<L> {
  readonly trx: Trx;
  readonly customer: LockedCustomer;
  readonly loaded: L;
  readonly now: Instant;
}

/** What a look at a stream records: its facts, and what goes beside them; nothing without a fact. */
export interface StreamChange<D> {
  readonly drafts: readonly D[];
  readonly statements?: readonly Statement[];
}

/**
 * Looks at a stream under its customer's lock and records what `look` drafts, in the name of the stream itself. Answers with the
 * stream as it is afterwards.
 * @param stream how it is read and written, and what it is called in the audit
 */
export async function changeStream<D extends { readonly kind: string; readonly body: object }, K>(
  deps: Pick<ActivityDeps, 'db' | 'wallNow'>,
  stream: Pick<FactStream<D, K>, 'load' | 'carryOn'> & { readonly actor: string },
  { id, customerId }: { readonly id: string; readonly customerId: string },
  look: (inHand: StreamInHand<LoadedStream<D, K>>) => StreamChange<D> | Promise<StreamChange<D>>,
): Promise<{ readonly known: K; readonly now: Instant }> {
  return await deps.db.transaction().execute(async (trx) => {
    const customer = await lockCustomer(trx, customerId);
    const loaded = await stream.load(trx, id);
    if (loaded === undefined) throw new Error(`there is no ${stream.actor} ${id}`);
    const wallNow = deps.wallNow();
    const now = businessNow(customer, wallNow);
    const { drafts, statements = [] } = await look({ trx, customer, loaded, now });
    if (drafts.length === 0) return { known: loaded.known, now };
    const recording = stream.carryOn(loaded, drafts, { at: now, recordedAt: wallNow, actor: stream.actor });
    await writeChange(trx, customer, { ...recording, statements: [...statements, ...recording.statements] });
    return { known: recording.known, now };
  });
}
