import { z } from 'zod';
import { empty, json } from '../kit/answer.ts';
import type { BusinessClock } from '../kit/business-clock.ts';
import { ControlRefused, readJson } from '../kit/control.ts';
import type { Collection } from '../kit/documents.ts';
import type { Call } from '../kit/http-server.ts';
import { param, type Route } from '../kit/router.ts';
import type { WebhookSender } from '../kit/webhook-sender.ts';
import { type BounceRule, bounceRule } from './bounces.ts';
import { type Reports, reportType, subjectsOf } from './reports.ts';
import type { MessageStore } from './store.ts';

export interface MailboxControls {
  readonly store: MessageStore;
  readonly reports: Reports;
  readonly rules: BounceRules;
  readonly clock: BusinessClock;
  readonly sender: WebhookSender;
  readonly setDeliveryReports: (on: boolean) => void;
}

interface BounceRules extends Collection<BounceRule> {
  remove(address: string): boolean;
}

/** What only the mailbox's levers do. */
export function mailboxControlRoutes({
  store,
  reports,
  rules,
  clock,
  sender,
  setDeliveryReports,
}: MailboxControls): Route<Call>[] {
  return [
    {
      method: 'POST',
      pattern: '/control/bounces',
      handle: (call) => {
        const rule = bounceRule.parse(readJson(call));
        rules.put(rule.address, '', rule);
        return json(201, rule);
      },
    },
    { method: 'GET', pattern: '/control/bounces', handle: () => json(200, { items: rules.all() }) },
    {
      method: 'DELETE',
      pattern: '/control/bounces/{address}',
      handle: (_call, params) => empty(rules.remove(param(params, 'address').toLowerCase()) ? 204 : 404),
    },
    {
      // A report on demand about a mail that was taken: an unexpected late bounce, a complaint, a delivery.
      method: 'POST',
      pattern: '/control/reports',
      handle: (call) => {
        const body = z
          .strictObject({
            type: reportType,
            messageId: z.string().min(1),
            recipient: z.string().optional(),
            reason: z.string().optional(),
            permanent: z.boolean().default(true),
          })
          .parse(readJson(call));
        const messageId = body.messageId.replace(/^<|>$/g, '');
        const message = store.latestWith(messageId);
        const recipient = body.recipient ?? message?.to[0];
        if (message === undefined || recipient === undefined) throw new ControlRefused(404, 'no such mail');
        reports.send({
          type: body.type,
          messageId,
          recipient,
          at: clock.now(...subjectsOf(message)),
          reason: body.reason ?? `reported as ${body.type} by a lever`,
          permanent: body.permanent,
        });
        return json(202, { messageId, recipient });
      },
    },
    {
      method: 'POST',
      pattern: '/control/webhook',
      handle: (call) => {
        const body = z
          .strictObject({ url: z.url(), secret: z.string().min(1), deliveryReports: z.boolean().optional() })
          .parse(readJson(call));
        sender.setTarget({ url: body.url, secret: body.secret });
        if (body.deliveryReports !== undefined) setDeliveryReports(body.deliveryReports);
        return empty(204);
      },
    },
    { method: 'GET', pattern: '/control/deliveries', handle: () => json(200, { items: sender.deliveries() }) },
    {
      method: 'DELETE',
      pattern: '/control/messages',
      handle: () => {
        store.clear();
        return empty(204);
      },
    },
  ];
}
