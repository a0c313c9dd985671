import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import { collection } from '../../kit/documents.ts';
import { aim, type Faults } from '../../kit/faults.ts';
import { dispatchUnderFaults } from '../../kit/webhook-faults.ts';
import { createWebhookSender, type WebhookSender } from '../../kit/webhook-sender.ts';
import type { World } from '../world.ts';
import { CERTIFICATES, type CertificateKind, type Certificates } from './certificates.ts';
import { type Announcement, eventBody } from './event.ts';
import { REGISTRATION, type Registration } from './registration.ts';

/** Contract 11.2: ten attempts, then the offline queue and no more tries. */
const ATTEMPTS = 10;

const FORGERIES = [...CERTIFICATES.slice(1), 'otherBytes', 'unsigned'] as const;

/** A delivery that no receiver may believe: signed over other bytes, not at all, or under a wrong certificate. */
export const webhookForge = z.strictObject({
  ...aim,
  kind: z.literal('webhookForge'),
  how: z.enum(FORGERIES).default('otherBytes'),
});

type Forgery = z.infer<typeof webhookForge>['how'];

export interface Target {
  readonly url: string;
  readonly inMsSignature: boolean;
}

/** Signs and sends what is announced to the address that is registered, if it is registered for it. */
export interface Notifier {
  readonly sender: WebhookSender<Target>;
  deliver(event: Announcement): void;
  /** The registration has changed, or this simulator's own address is known now: what is pending goes out from here on. */
  retarget(): void;
}

export function createNotifier<F extends { readonly kind: string }>(
  world: World,
  certificates: Certificates,
  faults: Faults<F>,
  firstRetryMs: number | undefined,
): Notifier {
  const forged = collection<Forgery>(world.db, 'forged-delivery');
  const target = (): Target | undefined => targetOf(world.registrations.get(REGISTRATION));
  const sender = createWebhookSender<Target>({
    db: world.db,
    userAgent: 'PartnerCenter-simulator',
    firstRetryMs,
    maxAttempts: ATTEMPTS,
    sign: ({ eventId, body }, { inMsSignature }) => proof(certificates, body, forged.get(eventId), inMsSignature),
    onAttempt: ({ eventId, status, last }) => noteValidation(world, eventId, status, last),
  });
  return {
    sender,
    deliver: (event) => {
      if (world.registrations.get(REGISTRATION)?.webhookEvents.includes(event.name) !== true) return;
      const eventId = event.id ?? randomUUID();
      for (const fault of faults.strike({ eventType: event.name }, ['webhookForge'])) {
        const parsed = webhookForge.safeParse(fault);
        if (parsed.success) forged.put(eventId, '', parsed.data.how);
      }
      dispatchUnderFaults(sender, faults, { eventId, eventType: event.name, body: eventBody(event) });
    },
    retarget: () => {
      const next = target();
      if (next !== undefined) sender.setTarget(next);
    },
  };
}

function targetOf(registration: Registration | undefined): Target | undefined {
  return registration === undefined
    ? undefined
    : { url: registration.webhookUrl, inMsSignature: registration.signatureTokenToMsSignatureHeader };
}

/** Contract 11.2: the headers of a delivery. */
function proof(
  certificates: Certificates,
  body: string,
  forgery: Forgery | undefined,
  inMsSignature: boolean,
): Record<string, string> {
  if (forgery === 'unsigned') return {};
  const kind: CertificateKind = forgery === undefined || forgery === 'otherBytes' ? 'good' : forgery;
  const signature = certificates.sign(kind, forgery === 'otherBytes' ? `${body} ` : body);
  return {
    [inMsSignature ? 'x-ms-signature' : 'authorization']: `Signature ${signature}`,
    'x-ms-certificate-url': certificates.urlOf(kind),
    'x-ms-signature-algorithm': 'rsa-sha256',
  };
}

/** Contract 11.1: one result an attempt. */
function noteValidation(world: World, correlationId: string, status: number, last: boolean): void {
  const validation = world.validations.get(correlationId);
  if (validation === undefined) return;
  const result = {
    responseCode: (STATUS_CODES[status] ?? 'ConnectFailure').replaceAll(' ', ''),
    responseMessage: status === 0 ? 'No answer.' : '',
    systemError: status === 0,
    dateTimeUtc: new Date().toISOString(),
  };
  world.validations.put(correlationId, '', {
    ...validation,
    finished: last,
    results: [...validation.results, result],
  });
}
