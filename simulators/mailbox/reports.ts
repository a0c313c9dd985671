import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { BusinessClock } from '../kit/business-clock.ts';
import type { Database } from '../kit/database.ts';
import { type Collection, collection } from '../kit/documents.ts';
import type { Faults } from '../kit/faults.ts';
import { dispatchUnderFaults } from '../kit/webhook-faults.ts';
import type { WebhookSender } from '../kit/webhook-sender.ts';
import { bounceFor, type BounceRule } from './bounces.ts';
import type { MailFault } from './mail-faults.ts';
import type { Message } from './store.ts';

export const reportType = z.enum(['bounced', 'delivered', 'complaint']);

interface Report {
  readonly type: z.infer<typeof reportType>;
  readonly messageId: string;
  readonly recipient: string;
  /** Business time of the customer whom the mail was about. */
  readonly at: number;
  readonly reason: string;
  readonly permanent: boolean;
}

interface Pending extends Report {
  readonly key: string;
  /** The subjects whose business clock decides when it is due. */
  readonly subjects: readonly string[];
}

/** Tells the configured webhook what became of each mail. */
export interface Reports {
  /** Called once for each mail that was taken. */
  taken(message: Message): void;
  send(report: Report): void;
  /** Sends every late report whose business time has come. */
  releaseDue(): void;
}

export interface ReportOptions {
  readonly db: Database;
  readonly clock: BusinessClock;
  readonly faults: Faults<MailFault>;
  readonly sender: WebhookSender;
  readonly rules: Collection<BounceRule>;
  /** Also report what arrived; a relay tells of failures only, unless asked. */
  readonly deliveryReports: () => boolean;
}

export function createReports({ db, clock, faults, sender, rules, deliveryReports }: ReportOptions): Reports {
  const pending = collection<Pending>(db, 'pending-report');

  function send({ at, ...report }: Report): void {
    const id = `evt_${randomUUID().replaceAll('-', '')}`;
    const body = JSON.stringify({ id, ...report, at: new Date(at).toISOString() });
    dispatchUnderFaults(sender, faults, { eventId: id, eventType: report.type, body });
  }

  return {
    send,
    taken: (message) => {
      const subjects = subjectsOf(message);
      // The `Date` header is the sender's business time; the clock may have been announced a little later or not at all.
      const sentAt = message.date === null ? clock.now(...subjects) : Date.parse(message.date);
      for (const recipient of message.to) {
        const bounce = bounceFor(recipient, rules);
        const common = { messageId: message.messageId, recipient };
        if (bounce === undefined) {
          if (deliveryReports())
            send({ ...common, type: 'delivered', at: sentAt, reason: '250 2.0.0 OK', permanent: true });
          continue;
        }
        const report: Report = {
          ...common,
          type: 'bounced',
          at: sentAt + bounce.afterMs,
          reason: bounce.reason,
          permanent: bounce.permanent,
        };
        if (bounce.afterMs === 0) send(report);
        else {
          const key = `${message.id} ${recipient}`;
          pending.put(key, 'waiting', { ...report, key, subjects });
        }
      }
    },
    releaseDue: () => {
      for (const { key, subjects, ...report } of pending.ownedBy('waiting')) {
        if (clock.now(...subjects) < report.at) continue;
        db.transaction(() => {
          pending.put(key, 'sent', { ...report, key, subjects });
          send(report);
        });
      }
    },
  };
}

/** A mail lives on the clock that was announced for the value of one of its own headers (a customer id), or for a recipient. */
export function subjectsOf(message: Message): string[] {
  const custom = Object.entries(message.headers)
    .filter(([name]) => name.startsWith('x-'))
    .map(([, value]) => value);
  return [...custom, ...message.to];
}
