import { z } from 'zod';
import { empty, json } from '../kit/answer.ts';
import { ControlRefused, readJson } from '../kit/control.ts';
import type { Call } from '../kit/http-server.ts';
import { param, type Route } from '../kit/router.ts';
import type { WebhookSender } from '../kit/webhook-sender.ts';
import { paySession, settleSession } from './checkout.ts';
import { StripeFailure } from './failure.ts';
import { type Gateway, idOf } from './gateway.ts';
import { chargeOf } from './resources/charges.ts';
import { sessionOf } from './resources/checkout-sessions.ts';
import { closeDispute, disputeOf, openDispute } from './resources/disputes.ts';
import { intentOf } from './resources/payment-intents.ts';
import { createPaymentMethod } from './resources/payment-methods.ts';

/** What only the gateway's levers do. */
export function gatewayControlRoutes(gateway: Gateway, sender: WebhookSender): Route<Call>[] {
  /** One lever, one transaction. A refusal is 409 with Stripe's wording; a declined card stays recorded. */
  const pull = (status: number, work: () => object) => {
    const done = gateway.db.transaction(() => {
      try {
        return work();
      } catch (error) {
        if (error instanceof StripeFailure)
          return new ControlRefused(error.status === 404 ? 404 : 409, error.body.message);
        throw error;
      }
    });
    if (done instanceof ControlRefused) throw done;
    return json(status, done);
  };

  return [
    {
      method: 'POST',
      pattern: '/control/checkout-sessions/{id}/pay',
      handle: (call, params) => {
        const body = z
          .strictObject({ paymentMethod: z.string().default('pm_card_visa'), delayed: z.boolean().default(false) })
          .parse(readJson(call));
        return pull(200, () =>
          paySession(gateway, sessionOf(gateway, param(params, 'id')), body.paymentMethod, body.delayed),
        );
      },
    },
    {
      method: 'POST',
      pattern: '/control/checkout-sessions/{id}/settle',
      handle: (call, params) => {
        const { outcome } = z
          .strictObject({ outcome: z.enum(['succeeded', 'failed']).default('succeeded') })
          .parse(readJson(call));
        return pull(200, () =>
          settleSession(gateway, sessionOf(gateway, param(params, 'id')), outcome === 'succeeded'),
        );
      },
    },
    {
      method: 'POST',
      pattern: '/control/payment-intents/{id}/dispute',
      handle: (call, params) => {
        const body = z
          .strictObject({ reason: z.string().default('fraudulent'), amount: z.int().positive().optional() })
          .parse(readJson(call));
        return pull(201, () => {
          const intent = intentOf(gateway, param(params, 'id'));
          if (intent.status !== 'succeeded') throw new ControlRefused(409, `the payment is ${intent.status}`);
          const charge = chargeOf(gateway, idOf(intent.latest_charge) ?? '');
          if (charge.disputed) throw new ControlRefused(409, 'it is disputed already');
          return openDispute(gateway, charge, body.reason, body.amount ?? charge.amount - charge.amount_refunded);
        });
      },
    },
    {
      method: 'POST',
      pattern: '/control/disputes/{id}/close',
      handle: (call, params) => {
        const { outcome } = z.strictObject({ outcome: z.enum(['won', 'lost']) }).parse(readJson(call));
        return pull(200, () => closeDispute(gateway, disputeOf(gateway, param(params, 'id')), outcome));
      },
    },
    {
      method: 'POST',
      pattern: '/control/payment-methods',
      handle: (call) => {
        const card = z
          .strictObject({
            funding: z.enum(['credit', 'debit', 'prepaid', 'unknown']).default('credit'),
            brand: z.string().default('visa'),
            country: z.string().length(2).default('PL'),
            number: z
              .string()
              .regex(/^\d{16}$/)
              .default('4000006160000005'),
            declineCode: z.string().optional(),
          })
          .parse(readJson(call));
        const { declineCode, ...rest } = card;
        const outcome =
          declineCode === undefined
            ? ({ kind: 'paid' } as const)
            : ({ kind: 'declined', code: 'card_declined', declineCode, message: 'Your card was declined.' } as const);
        return pull(201, () => createPaymentMethod(gateway, { ...rest, outcome }, {}, undefined).object);
      },
    },
    {
      method: 'POST',
      pattern: '/control/webhook',
      handle: (call) => {
        sender.setTarget(z.strictObject({ url: z.url(), secret: z.string().min(1) }).parse(readJson(call)));
        return empty(204);
      },
    },
    {
      // The same event again, now or later, as a gateway does now and then.
      method: 'POST',
      pattern: '/control/events/{id}/deliver',
      handle: (call, params) => {
        const body = z
          .strictObject({ copies: z.int().positive().max(100).default(1), delayMs: z.int().nonnegative().default(0) })
          .parse(readJson(call));
        const event = gateway.events.get(param(params, 'id'));
        if (event === undefined) throw new ControlRefused(404, 'no such event');
        sender.dispatch({ eventId: event.id, eventType: event.type, body: JSON.stringify(event), ...body });
        return json(202, { id: event.id });
      },
    },
    { method: 'GET', pattern: '/control/deliveries', handle: () => json(200, { items: sender.deliveries() }) },
  ];
}
