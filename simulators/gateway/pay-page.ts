import type Stripe from 'stripe';
import { type Answer, escapeHtml, html } from '../kit/answer.ts';
import type { Call } from '../kit/http-server.ts';
import { param, type Route } from '../kit/router.ts';
import { paySession } from './checkout.ts';
import { StripeFailure } from './failure.ts';
import type { Gateway } from './gateway.ts';
import { sessionOf } from './resources/checkout-sessions.ts';

const CARDS = [
  ['pm_card_visa', 'Visa, credit'],
  ['pm_card_visa_debit', 'Visa, debit'],
  ['pm_card_mastercard', 'Mastercard, credit'],
  ['pm_card_mastercard_prepaid', 'Mastercard, prepaid'],
  ['pm_card_chargeDeclined', 'a card that is declined'],
  ['pm_card_visa_chargeDeclinedInsufficientFunds', 'a card without enough money'],
] as const;

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { margin: 3rem auto; max-width: 26rem; padding: 0 1rem; }
  .amount { font-size: 2rem; font-variant-numeric: tabular-nums; margin: .5rem 0; } .quiet { opacity: .7; font-size: .9rem; }
  form { display: grid; gap: 1rem; } select, button { font: inherit; padding: .6rem; } .wrong { color: #c22; }
`;

/** The page behind a session's `url`, on which a person pays. */
export function payPageRoutes(gateway: Gateway): Route<Call>[] {
  return [
    {
      method: 'GET',
      pattern: '/c/pay/{id}',
      handle: (_call, params) => shown(gateway, param(params, 'id'), undefined),
    },
    {
      method: 'POST',
      pattern: '/c/pay/{id}',
      handle: (call, params) => {
        const id = param(params, 'id');
        const choice = new URLSearchParams(call.body.toString('utf8')).get('payment_method') ?? '';
        const refusal = gateway.db.transaction(() =>
          refusalOf(() => paySession(gateway, sessionOf(gateway, id), choice, false)),
        );
        return refusal === undefined ? afterwards(sessionOf(gateway, id)) : shown(gateway, id, refusal);
      },
    },
  ];
}

/** Undefined when it went well. */
function refusalOf(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof StripeFailure) return error.body.message;
    throw error;
  }
}

function shown(gateway: Gateway, id: string, refusal: string | undefined): Answer {
  let session: Stripe.Checkout.Session;
  try {
    session = sessionOf(gateway, id);
  } catch (error) {
    if (error instanceof StripeFailure) return page('<h1>No such payment</h1>', 404);
    throw error;
  }
  const amount = `<p class="amount">${escapeHtml(money(session.amount_total ?? 0, session.currency ?? ''))}</p>`;
  const items = (session.line_items?.data ?? [])
    .map((item) => `<li>${escapeHtml(item.description ?? '')}</li>`)
    .join('');
  if (session.status !== 'open')
    return page(`<h1>Payment</h1>${amount}<p>This payment is ${session.status ?? 'gone'}.</p>`);
  const options = CARDS.map(([value, label]) => `<option value="${value}">${label}</option>`).join('');
  return page(
    `<h1>Payment</h1>${amount}<ul>${items}</ul>
${refusal === undefined ? '' : `<p class="wrong">${escapeHtml(refusal)}</p>`}
<form method="post"><label>Card <select name="payment_method">${options}</select></label><button>Pay</button></form>`,
    refusal === undefined ? 200 : 402,
  );
}

function afterwards(session: Stripe.Checkout.Session): Answer {
  const target = session.success_url?.replaceAll('{CHECKOUT_SESSION_ID}', session.id) ?? '';
  return page(`<h1>Paid</h1><p>Thank you.</p><p><a href="${escapeHtml(target)}">Back to the shop</a></p>`);
}

function page(body: string, status = 200): Answer {
  return html(
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Payment</title><style>${STYLE}</style></head><body>${body}<p class="quiet">Simulated: no money moves.</p></body></html>`,
    status,
  );
}

function money(minor: number, currency: string): string {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency: currency.toUpperCase() });
  return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}
