import type { MicrosoftRefusal } from '../../domain/account/account.ts';
import { type AccountChange, changed } from './account-change.ts';
import { type Projection, rowChanges, type RowChanges } from './projection.ts';

export const SUBSCRIPTION: Projection = {
  table: 'subscription',
  key: ['id'],
  fixed: ['id', 'customer_id'],
  changing: [
    'microsoft_id',
    'offer',
    'quantity',
    'actual',
    'stopped_by_us',
    'restorable',
    'lost',
    'stops',
    'retries',
    'refused',
    'ended',
  ],
};

/** Desired and actual state of each subscription, as last known. */
export function subscriptionRows(change: AccountChange): readonly RowChanges[] {
  const subscriptions = changed(
    change.before?.subscriptions.values(),
    change.after.subscriptions.values(),
    (item) => item.subscription,
  );
  return [
    rowChanges(
      SUBSCRIPTION,
      subscriptions.map(({ item, isNew }) => ({
        row: {
          id: item.subscription,
          customer_id: change.customer.id,
          microsoft_id: item.microsoftId,
          offer: item.offer,
          quantity: item.quantity,
          actual: item.actual,
          stopped_by_us: item.stoppedByUs,
          restorable: item.restorable,
          lost: item.lost,
          stops: item.stops,
          retries: item.retries,
          refused: shownRefusal(item.refusals.at(-1)),
          ended: item.ended,
        },
        isNew,
      })),
    ),
  ];
}

/** The latest of what Microsoft refused is what a person is shown. */
function shownRefusal(latest: MicrosoftRefusal | undefined): Pick<MicrosoftRefusal, 'act' | 'code'> | null {
  return latest === undefined ? null : { act: latest.act, code: latest.code };
}
