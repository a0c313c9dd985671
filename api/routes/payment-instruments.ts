import { instrumentReview, newPaymentInstrument, paymentInstrumentPage } from '../../contracts/payment-instruments.ts';
import { listPaymentInstruments } from '../../db/lists/payment-instruments.ts';
import { Refusal } from '../../domain/errors.ts';
import { customerWrite } from '../customer-write.ts';
import { addInstrument, reviewTask } from '../gateway/add-instrument.ts';
import { keepNote } from '../notes.ts';
import { read } from '../read.ts';
import { customerBy } from '../resources/customer.ts';
import { instrumentBy, instrumentView, paymentInstrumentResource } from '../resources/payment-instrument.ts';
import type { Route } from '../route.ts';
import { write } from '../write.ts';

const tag = 'payment instruments';
const path = '/v1/customers/:customer/payment-instruments';

export const paymentInstrumentRoutes: readonly Route[] = [
  read({
    id: 'listPaymentInstruments',
    path,
    tag,
    summary: 'What can be charged, and what was refused',
    answer: paymentInstrumentPage,
    async load({ db }, { params }) {
      const { id } = await customerBy(db, params['customer'] ?? '');
      return { items: (await listPaymentInstruments(db, id)).map(instrumentView), nextCursor: null };
    },
  }),
  write({
    id: 'addPaymentInstrument',
    method: 'POST',
    path,
    tag,
    summary: 'Register a payment method of the gateway; prepaid cards are refused',
    status: 201,
    idempotencyKey: 'required',
    body: newPaymentInstrument,
    shows: paymentInstrumentResource,
    commit: addInstrument,
  }),
  customerWrite({
    id: 'reviewPaymentInstrument',
    method: 'POST',
    path: '/v1/payment-instruments/:instrument/review',
    tag,
    summary: 'A person decides about an instrument whose funding the gateway does not know',
    status: 200,
    idempotencyKey: 'optional',
    body: instrumentReview,
    because: 'paymentInstrument',
    on: paymentInstrumentResource,
    shows: paymentInstrumentResource,
    customer: async (db, { params }) => (await instrumentBy(db, params['instrument'] ?? '')).customerId,
    async change(change, { params, actor }, { outcome, note }, { now }) {
      const {
        id: instrument,
        funding,
        gatewayPaymentMethod,
        state,
      } = await instrumentBy(change.trx, params['instrument'] ?? '');
      if (state !== 'review') throw new Refusal('conflict', `the instrument is ${state}; nothing is to be decided`);
      const effectiveOn = change.today;
      const body = { instrument, funding, gatewayPaymentMethod, state: outcome };
      change.record([{ kind: 'instrument.recorded', effectiveOn, body }]);
      const task = change.account.tasks.find((known) => known.key === reviewTask(instrument) && known.open);
      if (task) change.record([{ kind: 'task.closed', effectiveOn, body: { task: task.task } }]);
      keepNote(change, { subject: instrument, kind: 'review', text: note, actor: actor.name, wallNow: now() });
      return instrument;
    },
  }),
];
