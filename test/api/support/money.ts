import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Answered, AskOptions, TestApi } from './api.ts';

export function pln(amount: string): { readonly amount: string; readonly currency: string } {
  return { amount, currency: 'PLN' };
}

/** Posts with a key of its own, as finance unless said otherwise. */
export async function post(
  api: TestApi,
  path: string,
  body: unknown,
  more: Partial<AskOptions> = {},
): Promise<Answered> {
  return await api.ask('POST', path, { as: 'finance', key: randomUUID(), body, ...more });
}

/** A call that must succeed; answers its body. */
export async function posted(
  api: TestApi,
  path: string,
  body: unknown,
  more: Partial<AskOptions> = {},
): Promise<Answered['body']> {
  const answer = await post(api, path, body, more);
  expect(answer.status, `POST ${path}: ${JSON.stringify(answer.body)}`).toBeLessThan(300);
  return answer.body;
}

/** A read that must succeed; answers its body. */
export async function got(api: TestApi, path: string): Promise<Answered['body']> {
  const answer = await api.ask('GET', path, { as: 'auditor' });
  expect(answer.status, `GET ${path}: ${JSON.stringify(answer.body)}`).toBe(200);
  return answer.body;
}

let numbers = 0;

/** An imported invoice without tax detail; answers its id. */
export async function anInvoice(
  api: TestApi,
  customer: string,
  total: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  numbers += 1;
  const body = {
    customer,
    number: `FV/${numbers}/${randomUUID().slice(0, 8)}`,
    issuedOn: '2026-03-02',
    dueOn: '2026-03-16',
    currency: 'PLN',
    total: pln(total),
    ...more,
  };
  return String((await posted(api, '/v1/invoices', body))['id']);
}

/** A transfer; answers the payment as it was posted. */
export async function aTransfer(
  api: TestApi,
  amount: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<Answered['body']> {
  const body = { amount: pln(amount), method: 'bankTransfer', receivedOn: '2026-03-02', ...more };
  return await posted(api, '/v1/payments', body);
}

/** Every refusal has this shape: the code, and where it points. */
export function refusal(answer: Answered): string {
  const pointers = (answer.body['errors'] ?? []).map((error: { pointer: string }) => error.pointer).join(' ');
  return `${answer.status} ${answer.body['code']} ${pointers}`.trim();
}
