import { z } from 'zod';
import { empty, json } from '../../kit/answer.ts';
import { ControlRefused, readJson } from '../../kit/control.ts';
import type { Call } from '../../kit/http-server.ts';
import { param, type Route } from '../../kit/router.ts';
import type { Certificates } from './certificates.ts';
import type { Notifier } from './notifier.ts';

const announced = z.strictObject({
  name: z.string().min(1),
  resourceName: z.string().optional(),
  resourceUri: z.string().nullable().default(null),
  auditUri: z.string().optional(),
  at: z.iso.datetime({ offset: true }).optional(),
});

/** Levers over webhooks: what was sent, what is held goes out, an event by hand, the root to trust, a new certificate. */
export function webhookControlRoutes(notifier: Notifier, certificates: Certificates): Route<Call>[] {
  return [
    { method: 'GET', pattern: '/control/deliveries', handle: () => json(200, { items: notifier.sender.deliveries() }) },
    {
      method: 'POST',
      pattern: '/control/deliveries/{id}/release',
      handle: (_call, params) => {
        if (!notifier.sender.release(Number(param(params, 'id')))) throw new ControlRefused(404, 'no such delivery');
        return empty(204);
      },
    },
    {
      method: 'POST',
      pattern: '/control/events',
      handle: (call) => {
        const { at, ...event } = announced.parse(readJson(call));
        notifier.deliver({ ...event, at: at === undefined ? Date.now() : Date.parse(at) });
        return empty(204);
      },
    },
    {
      method: 'GET',
      pattern: '/control/webhook-trust',
      handle: () => json(200, { rootPem: certificates.rootPem(), certificateUrl: certificates.urlOf('good') }),
    },
    {
      method: 'POST',
      pattern: '/control/webhook-trust/renewal',
      handle: () => {
        certificates.renew();
        return json(200, { certificateUrl: certificates.urlOf('good') });
      },
    },
  ];
}
