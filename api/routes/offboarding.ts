import { newOffboarding } from '../../contracts/offboarding.ts';
import { customerWrite } from '../customer-write.ts';
import { keepNote } from '../notes.ts';
import { customerResource } from '../resources/customer.ts';
import { offboardingResource } from '../resources/offboarding.ts';
import type { Route } from '../route.ts';

export const offboardingRoutes: readonly Route[] = [
  customerWrite({
    id: 'requestOffboarding',
    method: 'POST',
    path: '/v1/customers/:customer/offboarding',
    tag: 'offboarding',
    summary: 'End the relationship in order: notice, suspend, cancel, final invoice, close',
    status: 201,
    idempotencyKey: 'required',
    body: newOffboarding,
    because: 'offboarding',
    on: customerResource,
    shows: offboardingResource,
    change(change, { actor }, { on, reason }, { now }) {
      const command = change.command('offboarding.request', { on });
      keepNote(change, { subject: command, kind: 'reason', text: reason, actor: actor.name, wallNow: now() });
      return change.customer.id;
    },
  }),
];
