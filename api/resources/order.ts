import { order } from '../../contracts/subscriptions.ts';
import { findPlacedOrder } from '../../db/commands.ts';
import { Refusal } from '../../domain/errors.ts';
import type { Resource } from '../resource.ts';
import { customerBy } from './customer.ts';
import { subscriptionsOf } from './subscription.ts';

/** An order of several lines; it has its address as soon as it was placed, also while the life has not decided. */
export const orderResource: Resource<typeof order> = {
  name: 'order',
  schema: order,
  async load(db, id, wallNow) {
    const placed = await findPlacedOrder(db, id);
    if (placed === undefined) throw new Refusal('not_found', `there is no order ${id}`);
    const known = await subscriptionsOf(db, await customerBy(db, placed.customerId), wallNow);
    return {
      id,
      lines: placed.body.lines.map(({ subscription, offer, quantity }) => {
        const found = known.find((one) => one.id === subscription);
        return {
          subscription,
          microsoftId: found?.microsoftId ?? null,
          offer,
          quantity: found?.quantity ?? quantity,
          actual: found?.actual ?? 'ordering',
          refused: found?.refused ?? null,
        };
      }),
    };
  },
};
