import type Stripe from 'stripe';
import { z } from 'zod';
import { param } from '../../kit/router.ts';
import { emit } from '../emit.ts';
import { noSuch } from '../failure.ts';
import { form, listing, readForm } from '../form.ts';
import { type Gateway, newId, secondsFor } from '../gateway.ts';
import type { GatewayRoute } from '../gateway-call.ts';
import { page } from '../list.ts';

const address = z
  .strictObject({
    line1: z.string(),
    line2: z.string(),
    city: z.string(),
    state: z.string(),
    postal_code: z.string(),
    country: z.string(),
  })
  .partial();

const fields = {
  name: z.string(),
  email: z.string(),
  description: z.string(),
  phone: z.string(),
  address,
  metadata: form.metadata,
  preferred_locales: form.words,
  invoice_settings: z.strictObject({ default_payment_method: form.text }),
  expand: form.expand,
};
const createParams = z.strictObject(fields).partial();

export const customerRoutes: readonly GatewayRoute[] = [
  {
    method: 'POST',
    pattern: '/v1/customers',
    handle: ({ gateway, form: given }) => {
      const wanted = readForm(createParams, given);
      const customer = merged(blank(newId('cus')), wanted);
      const stored = { ...customer, created: secondsFor(gateway, { metadata: customer.metadata }) };
      gateway.customers.put(stored.id, '', stored);
      emit(gateway, 'customer.created', stored, { metadata: stored.metadata });
      return stored;
    },
  },
  {
    method: 'GET',
    pattern: '/v1/customers',
    handle: ({ gateway, form: given }) => {
      const wanted = readForm(z.strictObject({ ...listing, email: form.text.optional() }), given);
      return page(
        '/v1/customers',
        gateway.customers.all().filter((one) => wanted.email === undefined || one.email === wanted.email),
        wanted,
      );
    },
  },
  {
    method: 'GET',
    pattern: '/v1/customers/{id}',
    handle: ({ gateway, params }) => customerOf(gateway, param(params, 'id')),
  },
  {
    method: 'POST',
    pattern: '/v1/customers/{id}',
    handle: ({ gateway, params, form: given }) => {
      const changed = merged(customerOf(gateway, param(params, 'id')), readForm(createParams, given));
      gateway.customers.put(changed.id, '', changed);
      emit(gateway, 'customer.updated', changed, { customer: changed.id });
      return changed;
    },
  },
];

/** @throws StripeFailure resource_missing */
export function customerOf(gateway: Gateway, id: string, name = 'id'): Stripe.Customer {
  const customer = gateway.customers.get(id);
  if (customer === undefined) throw noSuch('customer', id, name);
  return customer;
}

/** Stripe's rule for metadata: keys are merged, an empty value removes its key. */
export function mergedMetadata(
  before: Stripe.Metadata,
  given: Readonly<Record<string, string>> | undefined,
): Stripe.Metadata {
  return Object.fromEntries(Object.entries({ ...before, ...given }).filter(([, value]) => value !== ''));
}

function merged(before: Stripe.Customer, wanted: z.infer<typeof createParams>): Stripe.Customer {
  const { address: newAddress, invoice_settings: settings } = wanted;
  return {
    ...before,
    name: wanted.name ?? before.name ?? null,
    email: wanted.email ?? before.email,
    description: wanted.description ?? before.description,
    phone: wanted.phone ?? before.phone ?? null,
    preferred_locales: wanted.preferred_locales ?? before.preferred_locales ?? [],
    address:
      newAddress === undefined
        ? (before.address ?? null)
        : {
            line1: null,
            line2: null,
            city: null,
            state: null,
            postal_code: null,
            country: null,
            ...defined(newAddress),
          },
    invoice_settings:
      settings === undefined
        ? before.invoice_settings
        : { ...before.invoice_settings, default_payment_method: settings.default_payment_method },
    metadata: mergedMetadata(before.metadata, wanted.metadata),
  };
}

function defined(members: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(members).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

function blank(id: string): Stripe.Customer {
  return {
    id,
    object: 'customer',
    address: null,
    balance: 0,
    created: 0,
    currency: null,
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: null,
    email: null,
    invoice_prefix: id.slice(-8).toUpperCase(),
    invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
    livemode: false,
    metadata: {},
    name: null,
    next_invoice_sequence: 1,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
  };
}
