import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GatewayError } from '../../adapters/gateway/port.ts';
import { MailError } from '../../adapters/mail/port.ts';
import { webhookAnswer } from '../../contracts/webhooks.ts';
import { appendSystemAudit } from '../../db/audit.ts';
import { Refusal } from '../../domain/errors.ts';
import type { ApiDeps } from '../deps.ts';
import type { CountStranger } from '../plugins/external/rate-limit.ts';
import { problems } from '../problem-schemas.ts';
import { wireOf } from '../resource.ts';
import { sendJson } from '../send.ts';
import { handleGatewayEvent } from '../webhooks/gateway-event.ts';
import type { Handled } from '../webhooks/handled.ts';
import { handleMailEvent } from '../webhooks/mail-event.ts';

/** A sender of events: how its signature is read, and what is done with what it says. */
interface Sender<Event> {
  readonly name: string;
  readonly path: string;
  readonly summary: string;
  readonly signatureHeader: string;
  /** @throws GatewayError or MailError `badSignature`, `malformed` */
  verify(body: Buffer, signature: string): Event;
  handle(event: Event): Promise<Handled>;
}

/**
 * Events of the gateway and of the mail provider. They carry no token: what signs them is the secret that we share with
 * the sender, over the bytes as they came. Any answer but 2xx makes the sender try again.
 */
export function addWebhooks(app: FastifyInstance, deps: ApiDeps, countStranger: CountStranger): void {
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    addSender(scope, deps, countStranger, {
      name: 'stripe',
      path: '/webhooks/stripe',
      summary: 'Events of the payment gateway',
      signatureHeader: 'stripe-signature',
      verify: (body, signature) => deps.gateway.verifyWebhook(body, signature),
      handle: (event) => handleGatewayEvent(deps, event),
    });
    addSender(scope, deps, countStranger, {
      name: 'mail',
      path: '/webhooks/mail',
      summary: 'Reports of the mail provider: delivered, bounced',
      signatureHeader: 'x-mail-signature',
      verify: (body, signature) => deps.mail.verifyWebhook(body, signature),
      handle: (event) => handleMailEvent(deps, event),
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
    const signature = request.headers[sender.signatureHeader];
    const event = await verified(deps, countStranger, request, sender.name, () =>
      sender.verify(body, typeof signature === 'string' ? signature : ''),
    );
    const state = await sender.handle(event);
    request.log.info({ sender: sender.name, state }, 'event handled');
    return sendJson(reply, 200, wireOf(webhookAnswer, { state }));
  });
}

/** @throws Refusal `unauthenticated`, `malformed`; both leave a row in the audit */
async function verified<Event>(
  deps: ApiDeps,
  countStranger: CountStranger,
  request: FastifyRequest,
  sender: string,
  verify: () => Event,
): Promise<Event> {
  try {
    return verify();
  } catch (error) {
    if (!(error instanceof GatewayError) && !(error instanceof MailError)) throw error;
    const refusal =
      error.kind === 'badSignature'
        ? new Refusal('unauthenticated', 'the signature does not fit')
        : new Refusal('malformed', 'the event cannot be read');
    // Before the audit: whoever guesses signatures shall not fill it.
    if (error.kind === 'badSignature') await countStranger(request);
    const wallNow = deps.now();
    const event = { actor: 'unknown', at: wallNow, recordedAt: wallNow };
    const body = { sender, code: refusal.code, request: request.id };
    await deps.db.transaction().execute((trx) => appendSystemAudit(trx, [{ ...event, kind: 'webhook.refused', body }]));
    throw refusal;
  }
}
