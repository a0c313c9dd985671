import { randomBytes } from 'node:crypto';
import type Stripe from 'stripe';
import { type BusinessClock, CLOCK_SCHEMA, createBusinessClock } from '../kit/business-clock.ts';
import { type Database, openDatabase } from '../kit/database.ts';
import { type Collection, collection, DOCUMENTS_SCHEMA } from '../kit/documents.ts';
import { createJournal, type Journal, JOURNAL_SCHEMA } from '../kit/journal.ts';
import { WEBHOOK_SCHEMA } from '../kit/webhook-sender.ts';
import type { GatewayEvent } from './gateway-event.ts';
import type { CardOutcome } from './test-cards.ts';

/** The version whose shapes are spoken: the one that the installed SDK sends. */
export const API_VERSION = '2026-10-28.endive';

export interface StoredPaymentMethod {
  readonly object: Stripe.PaymentMethod;
  /** What charging it leads to. */
  readonly outcome: CardOutcome;
}

interface IntentData {
  readonly description?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  readonly setup_future_usage?: 'off_session' | 'on_session' | undefined;
}

/** Everything that the gateway remembers. */
export interface Gateway {
  readonly db: Database;
  readonly clock: BusinessClock;
  readonly journal: Journal;
  readonly customers: Collection<Stripe.Customer>;
  readonly paymentMethods: Collection<StoredPaymentMethod>;
  readonly paymentIntents: Collection<Stripe.PaymentIntent>;
  readonly charges: Collection<Stripe.Charge>;
  readonly sessions: Collection<Stripe.Checkout.Session>;
  readonly refunds: Collection<Stripe.Refund>;
  readonly disputes: Collection<Stripe.Dispute>;
  readonly events: Collection<GatewayEvent>;
  /** `payment_intent_data` of each checkout session, until its intent is made. */
  readonly intentData: Collection<IntentData>;
  /** Set by the sender of webhooks. */
  readonly onEvent: { deliver: (event: GatewayEvent) => void };
  /** Where this simulator answers; known once it listens. */
  readonly address: { url: string };
}

export function openGateway(dataDir: string | undefined): Gateway {
  const db = openDatabase(
    dataDir,
    'gateway',
    [DOCUMENTS_SCHEMA, CLOCK_SCHEMA, JOURNAL_SCHEMA, WEBHOOK_SCHEMA].join('\n'),
  );
  return {
    db,
    clock: createBusinessClock(db),
    journal: createJournal(db),
    customers: collection(db, 'customer'),
    paymentMethods: collection(db, 'payment_method'),
    paymentIntents: collection(db, 'payment_intent'),
    charges: collection(db, 'charge'),
    sessions: collection(db, 'checkout.session'),
    refunds: collection(db, 'refund'),
    disputes: collection(db, 'dispute'),
    events: collection(db, 'event'),
    intentData: collection(db, 'intent-data'),
    onEvent: { deliver: () => {} },
    address: { url: '' },
  };
}

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** `pi_3T…`: a prefix and 24 letters and digits. */
export function newId(prefix: string): string {
  return `${prefix}_${Array.from(randomBytes(24), (byte) => ALPHABET[byte % ALPHABET.length]).join('')}`;
}

/** The id behind a member that may be expanded. */
export function idOf(reference: string | { readonly id: string } | null | undefined): string | null {
  if (reference === null || reference === undefined) return null;
  return typeof reference === 'string' ? reference : reference.id;
}

/** What names the customer whom an object is about. */
interface About {
  readonly metadata?: Readonly<Record<string, string>> | null | undefined;
  readonly customer?: string | { readonly id: string } | null | undefined;
  readonly client_reference_id?: string | null | undefined;
}

/** Whose business clock an object lives on: any value of its metadata, its reference, its gateway customer, or that customer's metadata. */
function subjectsOf(gateway: Gateway, about: About): string[] {
  const customerId = idOf(about.customer);
  const customer = customerId === null ? undefined : gateway.customers.get(customerId);
  return [
    ...Object.values(about.metadata ?? {}),
    ...(typeof about.client_reference_id === 'string' ? [about.client_reference_id] : []),
    ...(customerId === null ? [] : [customerId]),
    ...Object.values(customer?.metadata ?? {}),
  ];
}

/** Business time in whole seconds, as Stripe writes instants. */
export function secondsFor(gateway: Gateway, about: About): number {
  return Math.floor(gateway.clock.now(...subjectsOf(gateway, about)) / 1000);
}
