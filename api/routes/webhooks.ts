import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GatewayError } from '../../adapters/gateway/port.ts';
import { MailError } from '../../adapters/mail/port.ts';
import { WebhookRefused } from '../../adapters/partner-security/webhook-refused.ts';
import { webhookAnswer } from '../../contracts/webhooks.ts';
import { appendSystemAudit } from '../../db/audit.ts';
import { type ErrorCode, Refusal } from '../../domain/errors.ts';
import type { ApiDeps } from '../deps.ts';
import type { CountStranger } from '../plugins/external/rate-limit.ts';
import { refusalOf } from '../problem.ts';
import { problems } from '../problem-schemas.ts';
import { wireOf } from '../resource.ts';
import { sendJson } from '../send.ts';
import { handleGatewayEvent } from '../webhooks/gateway-event.ts';
import type { Handled } from '../webhooks/handled.ts';
import { handleMailEvent } from '../webhooks/mail-event.ts';
import { handlePartnerEvent } from '../webhooks/partner-event.ts';

const UNREAD: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['payload_too_large', 'unsupported_media_type']);

/** A sender of events: how its signature is read, and what is done with what it says. */
interface Sender<Event> {
  readonly name: string;
  readonly path: string;
  readonly summary: string;
  /** @throws GatewayError or MailError `badSignature`, `malformed`; WebhookRefused */
  verify(body: Buffer, headers: FastifyRequest['headers']): Event | Promise<Event>;
  handle(event: Event): Promise<Handled>;
}

/**
 * Events of the gateway, of the mail provider and of Partner Center. They carry no token: what signs them is the secret
 * that we share with the sender, or Microsoft's certificate, over the bytes as they came. Any answer but 2xx makes the sender try again.
 */
export function addWebhooks(app: FastifyInstance, deps: ApiDeps, countStranger: CountStranger): void {
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    // What is refused before its signature is looked at leaves its row as well: too large, or no JSON at all.
    scope.setErrorHandler(async (error, request) => {
      const refusal = refusalOf(error);
      if (refusal !== undefined && UNREAD.has(refusal.code)) {
        await countStranger(request);
        await auditRefused(deps, request, request.routeOptions.url?.split('/').at(-1) ?? 'unknown', refusal);
      }
      throw error;
    });
    addSender(scope, deps, countStranger, {
      name: 'stripe',
      path: '/webhooks/stripe',
      summary: 'Events of the payment gateway',
      verify: (body, headers) => deps.gateway.verifyWebhook(body, oneOf(headers['stripe-signature'])),
      handle: (event) => handleGatewayEvent(deps, event),
    });
    addSender(scope, deps, countStranger, {
      name: 'mail',
      path: '/webhooks/mail',
      summary: 'Reports of the mail provider: delivered, bounced',
      verify: (body, headers) => deps.mail.verifyWebhook(body, oneOf(headers['x-mail-signature'])),
      handle: (event) => handleMailEvent(deps, event),
    });
    addSender(scope, deps, countStranger, {
      name: 'partner-center',
      path: '/webhooks/partner-center',
      summary: 'Events of Partner Center, signed with a certificate of Microsoft',
      verify: (body, headers) =>
        deps.partnerWebhooks.verify(
          Object.fromEntries(Object.entries(headers).map(([name, of]) => [name, oneOf(of)])),
          body,
        ),
      handle: (event) => handlePartnerEvent(deps, event),
    });
  });
}

function addSender<Event>(
  app: FastifyInstance,
  deps: ApiDeps,
  countStranger: CountStranger,
  sender: Sender<Event>,
): void {
  const schema = {
    tags: ['webhooks'],
    security: [],
    summary: sender.summary,
    response: { 200: webhookAnswer, ...problems },
  };
  // A gateway sends from few addresses, and more in a minute than a stranger may.
  const config = { rateLimit: { max: deps.limits.requestsPerMinute, timeWindow: 60_000 } };
  app.post(sender.path, { schema, config }, async (request, reply): Promise<FastifyReply> => {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const event = await verified(deps, countStranger, request, sender.name, () => sender.verify(body, request.headers));
    const state = await sender.handle(event);
    request.log.info({ sender: sender.name, state }, 'event handled');
    return sendJson(reply, 200, wireOf(webhookAnswer, { state }));
  });
}

/** One value of a header; none where it was sent more than once or not at all. */
function oneOf(value: string | readonly string[] | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** The refusal that a delivery is answered with; undefined when it is our own failure. */
function refusalOfDelivery(error: unknown): Refusal | undefined {
  if (error instanceof GatewayError || error instanceof MailError) {
    if (error.kind === 'badSignature') return new Refusal('unauthenticated', 'the signature does not fit');
    return new Refusal('malformed', 'the event cannot be read');
  }
  if (!(error instanceof WebhookRefused)) return undefined;
  if (error.reason === 'malformed' || error.reason === 'bodyTooLarge')
    return new Refusal('malformed', 'the event cannot be read');
  if (error.reason === 'certificateUnreachable')
    return new Refusal('unavailable', 'the certificate of the signature cannot be fetched now');
  return new Refusal('unauthenticated', `the signature is not believed: ${error.reason}`);
}

/** @throws Refusal `unauthenticated`, `malformed`, which leave a row in the audit; `unavailable` */
async function verified<Event>(
  deps: ApiDeps,
  countStranger: CountStranger,
  request: FastifyRequest,
  sender: string,
  verify: () => Event | Promise<Event>,
): Promise<Event> {
  try {
    return await verify();
  } catch (error) {
    const refusal = refusalOfDelivery(error);
    if (refusal === undefined) throw error;
    // Before the audit: whoever guesses signatures shall not fill it.
    if (refusal.code === 'unauthenticated') await countStranger(request);
    // Nothing was wrong with it as far as we know: the sender tries again, and that leaves no row.
    if (refusal.code === 'unavailable') throw refusal;
    await auditRefused(deps, request, sender, refusal);
    throw refusal;
  }
}

async function auditRefused(
  { db, now }: ApiDeps,
  request: FastifyRequest,
  sender: string,
  refusal: Refusal,
): Promise<void> {
  const wallNow = now();
  const event = { actor: 'unknown', at: wallNow, recordedAt: wallNow };
  const body = { sender, code: refusal.code, request: request.id };
  await db.transaction().execute((trx) => appendSystemAudit(trx, [{ ...event, kind: 'webhook.refused', body }]));
}
