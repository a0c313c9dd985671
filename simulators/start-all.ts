import { z } from 'zod';
import type { SimulatorEnvironment } from './configuration.ts';
import { startGateway } from './gateway/start.ts';
import type { Simulator } from './kit/simulator.ts';
import { startMailbox } from './mailbox/start.ts';
import { startRegisters } from './registers/start.ts';
import { startMicrosoft } from './microsoft/start.ts';

export interface RunningSimulators {
  /** Where they answer, by name. */
  readonly addresses: {
    readonly microsoft: string;
    readonly gateway: string;
    readonly smtp: string;
    readonly mail: string;
    /** VIES and other public registers. */
    readonly registers: string;
    readonly sanctionsList: string;
    /** PEM of the root that vouches for Microsoft's webhooks here. */
    readonly webhookRoots: string;
  };
  stop(): Promise<void>;
}

/** Starts all simulators in this process; when one cannot start, those that did are stopped again. */
export async function startSimulators(env: SimulatorEnvironment): Promise<RunningSimulators> {
  const started: Simulator[] = [];
  const keep = <S extends Simulator>(simulator: S): S => {
    started.push(simulator);
    return simulator;
  };
  const stop = async (): Promise<void> => {
    await Promise.all(started.map((simulator) => simulator.stop()));
  };
  const common = { host: env.SIM_HOST, dataDir: env.SIM_DATA_DIR };
  try {
    const microsoft = keep(
      await startMicrosoft({
        ...common,
        port: env.SIM_MICROSOFT_PORT,
        clientId: env.SIM_CLIENT_ID,
        clientSecret: env.SIM_CLIENT_SECRET,
        refreshToken: env.SIM_REFRESH_TOKEN,
        acceptUnknownTenants: env.SIM_ACCEPT_UNKNOWN_TENANTS,
        lenient: env.SIM_MICROSOFT_LENIENT,
        requestsPerMinute: env.SIM_REQUESTS_PER_MINUTE,
        visibleAfterMs: env.SIM_ORDER_VISIBLE_AFTER_MS,
        cartLifeMs: env.SIM_CART_LIFE_MS,
      }),
    );
    const gateway = keep(
      await startGateway({
        ...common,
        port: env.SIM_GATEWAY_PORT,
        secretKey: env.SIM_STRIPE_SECRET_KEY,
        webhook: target(env.SIM_STRIPE_WEBHOOK_URL, env.SIM_STRIPE_WEBHOOK_SECRET),
      }),
    );
    const mailbox = keep(
      await startMailbox({
        ...common,
        smtpPort: env.SIM_SMTP_PORT,
        httpPort: env.SIM_MAIL_HTTP_PORT,
        webhook: target(env.SIM_MAIL_WEBHOOK_URL, env.SIM_MAIL_WEBHOOK_SECRET),
        deliveryReports: env.SIM_MAIL_DELIVERY_REPORTS,
      }),
    );
    const registers = keep(await startRegisters({ ...common, port: env.SIM_REGISTERS_PORT }));
    const addresses = {
      microsoft: microsoft.url,
      gateway: gateway.url,
      smtp: mailbox.smtpUrl,
      mail: mailbox.url,
      registers: registers.url,
      sanctionsList: registers.sanctionsListUrl,
      webhookRoots: await rootsOf(microsoft.url),
    };
    return { addresses, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const trust = z.object({ rootPem: z.string() });

async function rootsOf(microsoft: string): Promise<string> {
  return trust.parse(await (await fetch(`${microsoft}/control/webhook-trust`)).json()).rootPem;
}

function target(url: string | undefined, secret: string) {
  return url === undefined ? undefined : { url, secret };
}
