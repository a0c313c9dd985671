import type { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import { type Runtime, systemRuntime } from '../runtime.ts';
import { compose } from './compose.ts';
import { verifyMailWebhook } from './mail-webhook.ts';
import type { Mailer } from './port.ts';
import { mailErrorOf } from './smtp-error.ts';

export interface MailerOptions {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (port 465). */
  readonly secure?: boolean;
  /** Refuse to send without STARTTLS; default true unless `secure`. A local relay that has no TLS needs false. */
  readonly requireTls?: boolean;
  readonly auth?: { readonly user: string; readonly pass: string };
  /** Default 4. */
  readonly maxConnections?: number;
  /** Milliseconds for connection and greeting; default 10,000. */
  readonly connectMs?: number;
  /** Longest silence of the relay in milliseconds; default 60,000. */
  readonly silenceMs?: number;
  /** Secret of the mail provider's webhook. */
  readonly webhookSecret: string;
  /** Greatest age of a webhook, in seconds either way; default 300. */
  readonly webhookToleranceSeconds?: number;
  readonly runtime?: Runtime;
}

/** A mailer over a pool of SMTP connections. */
export function createMailer(options: MailerOptions): Mailer {
  const runtime = options.runtime ?? systemRuntime;
  const secure = options.secure ?? false;
  const transporter = createTransport({
    pool: true,
    host: options.host,
    port: options.port,
    secure,
    requireTLS: options.requireTls ?? !secure,
    ...(options.auth === undefined ? {} : { auth: { ...options.auth } }),
    maxConnections: options.maxConnections ?? 4,
    connectionTimeout: options.connectMs ?? 10_000,
    greetingTimeout: options.connectMs ?? 10_000,
    socketTimeout: options.silenceMs ?? 60_000,
    // One more try where a kept connection turns out to be dead before a byte of the message was sent. Anything else is
    // repeated by the caller, who writes down what happened.
    maxRequeues: 1,
    disableFileAccess: true,
    disableUrlAccess: true,
  });

  // The pool's error does not say how far a message got. The stream that the connection reads it from does.
  const outgoing = new WeakMap<object, Readable>();
  transporter.use('stream', (mail, done) => {
    const { envelope } = mail.data;
    if (typeof envelope === 'object' && mail.message) {
      mail.message.processFunc((stream) => {
        outgoing.set(envelope, stream);
        return stream;
      });
    }
    done();
  });

  return {
    compose,

    async send({ envelope, raw }) {
      const addressed = { from: envelope.from, to: [...envelope.to] };
      try {
        const { response, rejected } = await transporter.sendMail({ envelope: addressed, raw });
        return { accepted: true, response, rejected };
      } catch (error) {
        throw mailErrorOf(error, outgoing.get(addressed)?.readableEnded === true);
      }
    },

    verifyWebhook: (rawBody, signatureHeader) =>
      verifyMailWebhook(
        rawBody,
        signatureHeader,
        options.webhookSecret,
        options.webhookToleranceSeconds ?? 300,
        runtime.now(),
      ),

    close: () => transporter.close(),
  };
}
