import { CLOCK_SCHEMA, createBusinessClock } from '../kit/business-clock.ts';
import { commonControlRoutes, createControl } from '../kit/control.ts';
import { openDatabase } from '../kit/database.ts';
import { collection, DOCUMENTS_SCHEMA } from '../kit/documents.ts';
import { createFaults } from '../kit/faults.ts';
import { listen } from '../kit/http-server.ts';
import { createJournal, JOURNAL_SCHEMA } from '../kit/journal.ts';
import { hmacHeader } from '../kit/signature.ts';
import type { Simulator } from '../kit/simulator.ts';
import { createWebhookSender, WEBHOOK_SCHEMA } from '../kit/webhook-sender.ts';
import type { BounceRule } from './bounces.ts';
import { mailboxControlRoutes } from './control-routes.ts';
import { mailRoutes } from './http-routes.ts';
import { mailFault } from './mail-faults.ts';
import { parseMail } from './parse.ts';
import { createReports, subjectsOf } from './reports.ts';
import { type Envelope, listenSmtp, type MailFate } from './smtp.ts';
import { createMessageStore, type Message, MESSAGES_SCHEMA } from './store.ts';

export interface MailboxOptions {
  readonly host?: string;
  /** 0 or absent: a free port. */
  readonly smtpPort?: number;
  readonly httpPort?: number;
  readonly dataDir?: string | undefined;
  /** Where delivery reports go, signed with `secret`. */
  readonly webhook?: { readonly url: string; readonly secret: string } | undefined;
  /** Default false: only what failed is reported. */
  readonly deliveryReports?: boolean | undefined;
  /** Default 1,000 ms; doubles. */
  readonly firstRetryMs?: number | undefined;
}

export interface MailboxSimulator extends Simulator {
  readonly smtpUrl: string;
}

const LATE_REPORTS_EVERY_MS = 1_000;

/** Starts the mailbox: SMTP in on one port; pages, JSON and `/control/…` on another (`url`). */
export async function startMailbox(options: MailboxOptions): Promise<MailboxSimulator> {
  const host = options.host ?? '127.0.0.1';
  const schema = [DOCUMENTS_SCHEMA, CLOCK_SCHEMA, JOURNAL_SCHEMA, WEBHOOK_SCHEMA, MESSAGES_SCHEMA].join('\n');
  const db = openDatabase(options.dataDir, 'mailbox', schema);
  const clock = createBusinessClock(db);
  const journal = createJournal(db);
  const store = createMessageStore(db);
  const faults = createFaults(mailFault);
  const rules = {
    ...collection<BounceRule>(db, 'bounce-rule'),
    remove: (address: string) =>
      db.run("delete from documents where kind = 'bounce-rule' and id = ?", address).changes > 0,
  };
  const sender = createWebhookSender({
    db,
    sign: hmacHeader('X-Mail-Signature'),
    userAgent: 'mailbox-simulator',
    target: options.webhook,
    firstRetryMs: options.firstRetryMs,
  });
  let deliveryReports = options.deliveryReports ?? false;
  const reports = createReports({ db, clock, faults, sender, rules, deliveryReports: () => deliveryReports });
  const stopping = new AbortController();

  /** In the journal a mail is a call `MAIL` whose path is its recipients. */
  function record(envelope: Envelope, fate: MailFate, message: Message | undefined): void {
    journal.record({
      at: Date.now(),
      businessTime: clock.now(...(message === undefined ? envelope.to : subjectsOf(message))),
      method: 'MAIL',
      path: envelope.to.join(','),
      subject: envelope.to[0] ?? null,
      requestId: message?.messageId ?? null,
      performed: message === undefined ? null : 250,
      replayed: false,
      ...fate,
    });
  }

  const smtp = await listenSmtp({
    host,
    port: options.smtpPort ?? 0,
    faults,
    signal: stopping.signal,
    accept: async (raw, envelope, fate) => {
      const parsed = await parseMail(raw, envelope);
      return db.transaction(() => {
        const message = store.add(parsed);
        reports.taken(message);
        record(envelope, fate, message);
        return message;
      });
    },
    turnedAway: (envelope, fate) => record(envelope, fate, undefined),
  }).catch(async (error: unknown) => {
    await sender.stop();
    db.close();
    throw error;
  });
  const control = createControl([
    ...commonControlRoutes({ clock, faults, journal, onClockMoved: () => reports.releaseDue() }),
    ...mailboxControlRoutes({
      store,
      reports,
      rules,
      clock,
      sender,
      setDeliveryReports: (on) => {
        deliveryReports = on;
      },
    }),
  ]);
  const read = createControl(mailRoutes(store));
  const server = await listen(async (call) => (call.path.startsWith('/control/') ? control(call) : read(call)), {
    host,
    port: options.httpPort ?? 0,
  }).catch(async (error: unknown) => {
    await smtp.close();
    await sender.stop();
    db.close();
    throw error;
  });
  const late = setInterval(() => reports.releaseDue(), LATE_REPORTS_EVERY_MS);
  late.unref();
  return {
    url: server.url,
    smtpUrl: smtp.url,
    stop: async () => {
      stopping.abort();
      clearInterval(late);
      await Promise.all([smtp.close(), server.close()]);
      await sender.stop();
      db.close();
    },
  };
}
