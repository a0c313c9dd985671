import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { json } from '../../kit/answer.ts';
import { param } from '../../kit/router.ts';
import type { PartnerCall, PartnerRoute } from '../partner-call.ts';
import { PartnerFault, throttledAnswer } from '../partner-fault.ts';
import { REGISTRATION as REGISTRATION_MEMBERS } from '../resource-members.ts';
import { EVENT_NAMES } from './event.ts';
import { REGISTRATION, type Registration } from './registration.ts';

const BASE = '/webhooks/v1/registration';
/** Contract 2.6 and 11.1. */
const VALIDATIONS_PER_MINUTE = 2;
const MINUTE_MS = 60_000;
/** Contract 11.1: results are kept for seven days. */
const KEPT_MS = 7 * 86_400_000;

/** Contract 11.1. No DELETE is documented. */
export const webhookRoutes: readonly PartnerRoute[] = [
  { method: 'GET', pattern: `${BASE}/events`, handle: () => json(200, EVENT_NAMES) },
  { method: 'GET', pattern: BASE, handle: (call) => json(200, shown(registered(call))) },
  {
    method: 'POST',
    pattern: BASE,
    body: REGISTRATION_MEMBERS,
    handle: (call) => {
      // One registration a partner tenant; a second one is an update (I: the code is not published).
      if (call.world.registrations.get(REGISTRATION) !== undefined)
        throw new PartnerFault('3000', 'A registration exists already; update it.');
      return store(call, randomUUID());
    },
  },
  {
    method: 'PUT',
    pattern: BASE,
    body: REGISTRATION_MEMBERS,
    handle: (call) => store(call, registered(call).subscriberId),
  },
  { method: 'POST', pattern: `${BASE}/validationEvents`, handle: validate },
  { method: 'GET', pattern: `${BASE}/validationEvents/{correlationId}`, handle: validation },
];

const wanted = z.object({
  webhookUrl: z.url({ protocol: /^https?$/ }),
  webhookEvents: z.array(z.string()).min(1),
  signatureTokenToMsSignatureHeader: z.boolean().default(false),
});

function store(call: PartnerCall, subscriberId: string) {
  const parsed = wanted.safeParse(call.body);
  if (!parsed.success) throw new PartnerFault('800002', z.prettifyError(parsed.error));
  const unknown = parsed.data.webhookEvents.find((name) => !EVENT_NAMES.some((one) => one === name));
  if (unknown !== undefined) throw new PartnerFault('3000', `No event ${unknown} is on offer.`);
  const registration: Registration = { ...parsed.data, subscriberId };
  call.world.registrations.put(REGISTRATION, '', registration);
  call.world.onEvent.registered();
  return json(200, { SubscriberId: subscriberId, ...shown(registration) });
}

function shown({ webhookUrl, webhookEvents }: Registration): object {
  return { WebhookUrl: webhookUrl, WebhookEvents: webhookEvents };
}

/** @throws PartnerFault 1000 when there is none */
function registered(call: PartnerCall): Registration {
  const registration = call.world.registrations.get(REGISTRATION);
  if (registration === undefined) throw new PartnerFault('1000', 'No webhook is registered.');
  return registration;
}

/** Contract 11.1: sends a `test-created`, to which the registration must be subscribed; two a minute of wall time. */
function validate(call: PartnerCall) {
  const { world } = call;
  const registration = registered(call);
  const recent = world.validations.all().filter((one) => Date.now() - one.at < MINUTE_MS);
  const oldest = recent.at(-VALIDATIONS_PER_MINUTE);
  if (oldest !== undefined) return throttledAnswer(Math.ceil((oldest.at + MINUTE_MS - Date.now()) / 1000));
  if (!registration.webhookEvents.includes('test-created'))
    throw new PartnerFault('3000', 'The registration is not subscribed to test-created.');
  const correlationId = randomUUID();
  world.validations.put(correlationId, '', {
    correlationId,
    at: Date.now(),
    callbackUrl: registration.webhookUrl,
    finished: false,
    results: [],
  });
  world.onEvent.deliver({
    id: correlationId,
    name: 'test-created',
    resourceName: 'test',
    // Contract 11.4: the scheme of this one may be http.
    resourceUri: `http://api.partnercenter.microsoft.com/webhooks/v1/registration/validationEvents/${correlationId}`,
    at: call.now,
  });
  return json(200, { correlationId });
}

function validation(call: PartnerCall) {
  const found = call.world.validations.get(param(call.params, 'correlationId').toLowerCase());
  if (found === undefined || Date.now() - found.at > KEPT_MS)
    throw new PartnerFault('1000', 'No such validation event.');
  return json(200, {
    correlationId: found.correlationId,
    partnerId: call.world.settings.partnerTenantId,
    status: found.finished ? 'completed' : 'running',
    callbackUrl: found.callbackUrl,
    results: found.results,
  });
}
