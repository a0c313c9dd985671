import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { Stripe } from 'stripe';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lever } from './support/levers.ts';
import { OFFER, RESOURCE, SPOKEN } from './support/partner.ts';

interface Addresses {
  readonly ready: boolean;
  readonly microsoft: string;
  readonly gateway: string;
  readonly smtp: string;
  readonly mail: string;
  readonly webhookRoots: string;
}

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'simulators-'));
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

/** Starts `simulators/main.ts` and returns what it printed on its way to being ready, or to its end. */
async function started(env: Record<string, string>) {
  const child = spawn(process.execPath, ['simulators/main.ts'], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not ready: ${output.stderr}`)), 15_000);
    const done = (): void => {
      clearTimeout(timer);
      resolve();
    };
    child.stdout.on('data', () => output.stdout.endsWith('\n') && done());
    child.once('exit', done);
  });
  return { child, output };
}

function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  return new Promise((resolve) => {
    child.once('exit', (code) => resolve(code));
    child.kill(signal);
  });
}

async function partnerToken(url: string): Promise<string> {
  const form = {
    grant_type: 'client_credentials',
    client_id: 'simulated-client',
    client_secret: 'simulated-secret',
    resource: RESOURCE,
  };
  const reply = await fetch(`${url}/partner/oauth2/token`, { method: 'POST', body: new URLSearchParams(form) });
  return JSON.parse(await reply.text()).access_token;
}

function sdk(url: string): Stripe {
  const { hostname, port } = new URL(url);
  return new Stripe('sk_test_simulated', { host: hostname, port: Number(port), protocol: 'http' });
}

test('one line says where everything answers; killed, it comes back with all it knew', async () => {
  const tenantId = randomUUID();
  const requestId = randomUUID();
  const key = randomUUID();
  const order = JSON.stringify({ lineItems: [{ lineItemNumber: 0, offerId: OFFER, quantity: 1 }] });
  const payment = {
    amount: 900,
    currency: 'pln',
    payment_method: 'pm_card_visa',
    off_session: true,
    confirm: true,
  } as const;

  const first = await started({ SIM_DATA_DIR: dataDir });
  const at: Addresses = JSON.parse(first.output.stdout);
  expect(first.output.stdout.trimEnd().split('\n')).toHaveLength(1);
  expect(at).toEqual({
    ready: true,
    microsoft: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    gateway: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    smtp: expect.stringMatching(/^smtp:\/\/127\.0\.0\.1:\d+$/),
    mail: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    webhookRoots: expect.stringContaining('BEGIN CERTIFICATE'),
    registers: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    sanctionsList: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/fsd\//),
  });
  const token = await partnerToken(at.microsoft);
  await lever(at.microsoft, 'POST', 'clock', { tenantId, now: '2014-01-01T00:00:00Z' });
  const placeOrder = (url: string) =>
    fetch(`${url}/v1/customers/${tenantId}/orders`, {
      method: 'POST',
      headers: { ...SPOKEN, authorization: `Bearer ${token}`, 'ms-requestid': requestId },
      body: order,
    }).then((reply) => reply.text());
  const ordered = await placeOrder(at.microsoft);
  const paid = await sdk(at.gateway).paymentIntents.create(payment, { idempotencyKey: key });
  const smtp = new URL(at.smtp);
  const transport = createTransport({ host: smtp.hostname, port: Number(smtp.port) });
  await transport.sendMail({ from: 'a@b.example', to: 'c@d.example', subject: 'Kept', text: 'x' });
  transport.close();
  await ended(first.child, 'SIGKILL');

  const second = await started({ SIM_DATA_DIR: dataDir });
  try {
    const again: Addresses = JSON.parse(second.output.stdout);
    expect(again.webhookRoots).toBe(at.webhookRoots);
    expect(await placeOrder(again.microsoft)).toBe(ordered);
    const { now } = await lever<{ now: string }>(again.microsoft, 'GET', `clock?tenantId=${tenantId}`);
    expect(now.slice(0, 10)).toBe('2014-01-01');
    const { items } = await lever<{ items: { replayed: boolean }[] }>(
      again.microsoft,
      'GET',
      `requests?tenantId=${tenantId}`,
    );
    expect(items.map((one) => one.replayed)).toEqual([false, true]);
    expect((await sdk(again.gateway).paymentIntents.create(payment, { idempotencyKey: key })).id).toBe(paid.id);
    const mail = JSON.parse(await (await fetch(`${again.mail}/messages?to=c@d.example`)).text());
    expect(mail.items).toMatchObject([{ subject: 'Kept' }]);
  } finally {
    expect(await ended(second.child, 'SIGTERM')).toBe(0);
  }
});

test('a wrong environment stops the start with all that is wrong', async () => {
  const { child, output } = await started({ SIM_GATEWAY_PORT: 'many', SIM_MAIL_WEBHOOK_URL: 'nowhere' });
  expect(child.exitCode).toBe(1);
  expect(output.stdout).toBe('');
  expect(output.stderr).toContain('SIM_GATEWAY_PORT');
  expect(output.stderr).toContain('SIM_MAIL_WEBHOOK_URL');
});

test('a port in use stops the start, and nothing is left running', async () => {
  const first = await started({});
  const { gateway }: Addresses = JSON.parse(first.output.stdout);
  try {
    const { child, output } = await started({ SIM_GATEWAY_PORT: new URL(gateway).port });
    await new Promise<void>((resolve) => {
      if (child.exitCode === null) child.once('exit', () => resolve());
      else resolve();
    });
    expect(child.exitCode).toBe(1);
    expect(output.stderr).toContain('EADDRINUSE');
  } finally {
    await ended(first.child, 'SIGTERM');
  }
});
