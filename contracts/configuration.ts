import { type ClientConnectConfig, loadClientConnectConfig } from '@temporalio/envconfig';
import { type HygieneSettings, remindersWithin, USUAL_HYGIENE } from '../domain/hygiene/settings.ts';
import { type MicrosoftReadings, readReadings } from './microsoft-readings.ts';
import { type ConfigurationVariable, configurationVariables } from './configuration-variables.ts';

/** What the programs of Tenure are told from outside. Frozen. */
export interface Configuration {
  readonly database: { readonly url: string; readonly ownerUrl: string | undefined; readonly poolSize: number };
  readonly temporal: {
    /** For `Connection.connect` and `NativeConnection.connect` alike: local, self-hosted or Cloud, key or mTLS. */
    readonly connection: ClientConnectConfig['connectionOptions'];
    readonly namespace: string;
    readonly taskQueue: string;
  };
  readonly api: {
    readonly host: string;
    readonly port: number;
    readonly publicUrl: string;
    readonly tokenPepper: string;
  };
  readonly metrics: { readonly host: string; readonly port: number };
  readonly partnerCenter: {
    readonly url: string;
    readonly graphUrl: string;
    readonly managementUrl: string;
    readonly loginUrl: string;
    readonly tenantId: string;
    readonly clientId: string;
    readonly clientSecret: string;
    /** What a partner administrator's consent brought; the store holds what has become of it. */
    readonly refreshToken: string | undefined;
    /** 32 bytes in hex. */
    readonly credentialsKey: string | undefined;
    readonly readings: MicrosoftReadings;
    readonly webhookCertificatesUrl: string;
    /** PEM, or the path of a PEM file. */
    readonly webhookRoots: string | undefined;
  };
  /** Where Microsoft sends its notices; null where no mailbox is read. */
  readonly noticeMailbox: { readonly address: string; readonly receivingHost: string | null } | null;
  readonly stripe: { readonly apiUrl: string; readonly secretKey: string; readonly webhookSecret: string };
  readonly mail: { readonly smtpUrl: string; readonly from: string; readonly webhookSecret: string };
  /** Public registers that are asked about customers. */
  readonly registers: { readonly vatUrl: string; readonly sanctionsListUrl: string };
  /** Addresses; null where nobody is named. */
  readonly securityContacts: { readonly contact: string | null; readonly deputy: string | null };
  /** What reviews of customers' directories go by. */
  readonly hygiene: HygieneSettings;
  /** After so many days without use a delegated admin relationship is unused. */
  readonly unusedAfterDays: number;
  readonly testClocks: { readonly enabled: boolean; readonly announceUrls: readonly string[] };
  readonly logLevel: string;
  readonly worker: { readonly maxCachedWorkflows: number; readonly concurrency: number };
}

/** Environment variables, by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** One variable that is wrong. Never holds a value: it may be a secret. */
export interface ConfigurationProblem {
  readonly variable: string;
  readonly problem: string;
}

/** Everything that is wrong with the environment, at once: nobody should mend it one start at a time. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly problems: readonly ConfigurationProblem[];

  constructor(problems: readonly ConfigurationProblem[]) {
    const lines = problems.map(({ variable, problem }) => `  ${variable}: ${problem}`);
    super(['The configuration is wrong (docs/configuration.md describes every variable):', ...lines].join('\n'));
    this.problems = problems;
  }
}

/**
 * Reads the environment, by default this process's. Throws a `ConfigurationError` that names every problem. Temporal's
 * own variables and profile file are read by its SDK, so that Tenure and Temporal's tools agree about the server.
 */
export function readConfiguration(environment: Environment = process.env): Configuration {
  const given = withoutEmpty(environment);
  const parsed = configurationVariables.safeParse(given);
  const temporal = readTemporal(given);
  const problems = [
    ...(parsed.error?.issues ?? []).map(({ path, message }) => {
      const variable = String(path[0]);
      return { variable, problem: given[variable] === undefined ? 'is missing' : message };
    }),
    ...misspelt(given),
    ...unsealed(given),
    ...(temporal instanceof Error ? [{ variable: 'TEMPORAL_*', problem: temporal.message }] : []),
  ];
  if (problems.length > 0 || !parsed.success || temporal instanceof Error) throw new ConfigurationError(problems);
  const value = parsed.data;
  return Object.freeze<Configuration>({
    database: {
      url: value.DATABASE_URL,
      ownerUrl: value.DATABASE_OWNER_URL,
      poolSize: Number(value.DATABASE_POOL_SIZE),
    },
    temporal: { ...temporal, taskQueue: value.TENURE_TASK_QUEUE },
    api: {
      host: value.API_HOST,
      port: Number(value.API_PORT),
      publicUrl: value.PUBLIC_URL.replace(/\/$/, ''),
      tokenPepper: value.TOKEN_PEPPER,
    },
    metrics: { host: value.METRICS_HOST, port: Number(value.METRICS_PORT) },
    partnerCenter: {
      url: value.PARTNER_CENTER_URL,
      graphUrl: value.MICROSOFT_GRAPH_URL,
      managementUrl: value.AZURE_MANAGEMENT_URL,
      loginUrl: value.PARTNER_CENTER_LOGIN_URL,
      tenantId: value.PARTNER_CENTER_TENANT_ID,
      clientId: value.PARTNER_CENTER_CLIENT_ID,
      clientSecret: value.PARTNER_CENTER_CLIENT_SECRET,
      refreshToken: value.PARTNER_CENTER_REFRESH_TOKEN,
      credentialsKey: value.CREDENTIALS_KEY,
      readings: readReadings(value.MICROSOFT_READINGS),
      webhookCertificatesUrl: value.PARTNER_CENTER_WEBHOOK_CERTIFICATES_URL,
      webhookRoots: value.PARTNER_CENTER_WEBHOOK_ROOTS,
    },
    noticeMailbox:
      value.NOTICE_MAILBOX === undefined
        ? null
        : { address: value.NOTICE_MAILBOX, receivingHost: value.NOTICE_MAILBOX_HOST ?? null },
    stripe: {
      apiUrl: value.STRIPE_API_URL,
      secretKey: value.STRIPE_SECRET_KEY,
      webhookSecret: value.STRIPE_WEBHOOK_SECRET,
    },
    mail: { smtpUrl: value.SMTP_URL, from: value.MAIL_FROM, webhookSecret: value.MAIL_WEBHOOK_SECRET },
    registers: { vatUrl: value.VAT_REGISTER_URL, sanctionsListUrl: value.SANCTIONS_LIST_URL },
    securityContacts: { contact: value.SECURITY_CONTACT ?? null, deputy: value.SECURITY_DEPUTY ?? null },
    hygiene: {
      ...USUAL_HYGIENE,
      inactiveDays: Number(value.HYGIENE_INACTIVE_DAYS),
      guestDays: Number(value.HYGIENE_GUEST_DAYS),
      everyDays: Number(value.HYGIENE_EVERY_DAYS),
      answerDays: Number(value.HYGIENE_ANSWER_DAYS),
      remindAfterDays: remindersWithin(Number(value.HYGIENE_ANSWER_DAYS)),
    },
    unusedAfterDays: Number(value.ACCESS_UNUSED_DAYS),
    testClocks: {
      enabled: value.TEST_CLOCKS === 'enabled',
      announceUrls: value.CLOCK_ANNOUNCE_URLS?.split(',').map((item) => item.trim()) ?? [],
    },
    logLevel: value.LOG_LEVEL,
    worker: {
      maxCachedWorkflows: Number(value.WORKER_MAX_CACHED_WORKFLOWS),
      concurrency: Number(value.WORKER_CONCURRENCY),
    },
  });
}

/** Whether a variable is one that Tenure reads; Temporal's gRPC headers have open names. */
export function isConfigurationVariable(name: string): name is ConfigurationVariable {
  return Object.hasOwn(configurationVariables.shape, name);
}

function readTemporal(
  given: Record<string, string>,
): Pick<Configuration['temporal'], 'connection' | 'namespace'> | Error {
  try {
    const { connectionOptions, namespace } = loadClientConnectConfig({ overrideEnvVars: given });
    return {
      connection: { ...connectionOptions, address: connectionOptions.address ?? '127.0.0.1:7233' },
      namespace: namespace ?? 'tenure',
    };
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Compose and shells pass an unset variable as an empty text. */
function withoutEmpty(environment: Environment): Record<string, string> {
  const set = Object.entries(environment).filter((entry): entry is [string, string] => (entry[1] ?? '').trim() !== '');
  return Object.fromEntries(set);
}

/** TENURE_ is our own prefix: a name with it that we do not know is a slip, which would otherwise be ignored in silence. */
function misspelt(given: Record<string, string>): readonly ConfigurationProblem[] {
  return Object.keys(given)
    .filter((name) => name.startsWith('TENURE_') && !isConfigurationVariable(name))
    .map((variable) => ({ variable, problem: 'is not a variable that Tenure knows' }));
}

/** A sign-in is kept encrypted or not at all. */
function unsealed(given: Record<string, string>): readonly ConfigurationProblem[] {
  return given['PARTNER_CENTER_REFRESH_TOKEN'] !== undefined && given['CREDENTIALS_KEY'] === undefined
    ? [{ variable: 'CREDENTIALS_KEY', problem: 'is missing, and PARTNER_CENTER_REFRESH_TOKEN is kept under it' }]
    : [];
}
