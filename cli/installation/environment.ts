import { createHash } from 'node:crypto';
import type { Secrets } from './secrets.ts';

/** Where the simulators of the outside world answer. */
export interface SimulatorAddresses {
  readonly microsoft: string;
  readonly gateway: string;
  /** `smtp://host:port` */
  readonly smtp: string;
  /** The pages and the JSON API to read the mail. */
  readonly mail: string;
  /** VIES. */
  readonly registers: string;
  readonly sanctionsList: string;
  /** PEM of the root that vouches for Microsoft's webhooks. */
  readonly webhookRoots: string;
}

/** What is known once everything before worker and API has started. */
export interface Surroundings {
  readonly secrets: Secrets;
  readonly databaseUrl: string;
  readonly databaseOwnerUrl: string;
  /** Of the Temporal server that this launcher started; undefined for one that the environment names. */
  readonly temporalAddress: string | undefined;
  readonly namespace: string;
  readonly apiPort: number;
  readonly simulators: SimulatorAddresses;
}

/** The partner's tenant in the Microsoft simulator. */
const partnerTenantId = '11111111-1111-4111-8111-111111111111';
const clientId = 'tenure-one-machine';

/** The environment of worker, API and commands in an installation on one machine. */
export function programEnvironment(around: Surroundings): Readonly<Record<string, string>> {
  const { secrets, simulators } = around;
  return {
    DATABASE_URL: around.databaseUrl,
    DATABASE_OWNER_URL: around.databaseOwnerUrl,
    TEMPORAL_NAMESPACE: around.namespace,
    // A profile file of this person's other servers must not matter to a server of our own.
    ...(around.temporalAddress === undefined
      ? {}
      : { TEMPORAL_ADDRESS: around.temporalAddress, TEMPORAL_CONFIG_FILE: '/nonexistent/temporal.toml' }),
    API_HOST: '127.0.0.1',
    API_PORT: String(around.apiPort),
    PUBLIC_URL: `http://127.0.0.1:${around.apiPort}`,
    TOKEN_PEPPER: secrets.tokenPepper,
    PARTNER_CENTER_URL: simulators.microsoft,
    MICROSOFT_GRAPH_URL: simulators.microsoft,
    AZURE_MANAGEMENT_URL: simulators.microsoft,
    PARTNER_CENTER_LOGIN_URL: simulators.microsoft,
    PARTNER_CENTER_TENANT_ID: partnerTenantId,
    PARTNER_CENTER_CLIENT_ID: clientId,
    PARTNER_CENTER_CLIENT_SECRET: secrets.partnerCenterClient,
    // What the simulated administrator's consent brought.
    PARTNER_CENTER_REFRESH_TOKEN: 'simulated-refresh-token',
    CREDENTIALS_KEY: createHash('sha256').update(`credentials ${secrets.tokenPepper}`).digest('hex'),
    PARTNER_CENTER_WEBHOOK_CERTIFICATES_URL: `${simulators.microsoft}/cert/`,
    PARTNER_CENTER_WEBHOOK_ROOTS: simulators.webhookRoots,
    STRIPE_API_URL: simulators.gateway,
    STRIPE_SECRET_KEY: secrets.stripeKey,
    STRIPE_WEBHOOK_SECRET: secrets.stripeWebhook,
    SMTP_URL: simulators.smtp,
    MAIL_FROM: 'Tenure <billing@tenure.example>',
    MAIL_WEBHOOK_SECRET: secrets.mailWebhook,
    VAT_REGISTER_URL: simulators.registers,
    SANCTIONS_LIST_URL: simulators.sanctionsList,
    TEST_CLOCKS: 'enabled',
    CLOCK_ANNOUNCE_URLS: [simulators.microsoft, simulators.gateway, simulators.mail]
      .map((url) => `${url}/control/clock`)
      .join(','),
  };
}

/** Ports of the simulators' process. */
export interface SimulatorPorts {
  readonly microsoft: number;
  readonly gateway: number;
  readonly smtp: number;
  readonly mail: number;
  readonly registers: number;
}

/** The environment of the simulators: they know the same secrets, and where the API takes webhooks. */
export function simulatorEnvironment(
  secrets: Secrets,
  ports: SimulatorPorts,
  apiPort: number,
  dataDir: string,
): Record<string, string> {
  const webhooks = `http://127.0.0.1:${apiPort}/webhooks`;
  return {
    SIM_HOST: '127.0.0.1',
    SIM_MICROSOFT_PORT: String(ports.microsoft),
    SIM_GATEWAY_PORT: String(ports.gateway),
    SIM_SMTP_PORT: String(ports.smtp),
    SIM_MAIL_HTTP_PORT: String(ports.mail),
    SIM_REGISTERS_PORT: String(ports.registers),
    SIM_DATA_DIR: dataDir,
    SIM_CLIENT_ID: clientId,
    SIM_CLIENT_SECRET: secrets.partnerCenterClient,
    SIM_STRIPE_SECRET_KEY: secrets.stripeKey,
    SIM_STRIPE_WEBHOOK_URL: `${webhooks}/stripe`,
    SIM_STRIPE_WEBHOOK_SECRET: secrets.stripeWebhook,
    SIM_MAIL_WEBHOOK_URL: `${webhooks}/mail`,
    SIM_MAIL_WEBHOOK_SECRET: secrets.mailWebhook,
  };
}
