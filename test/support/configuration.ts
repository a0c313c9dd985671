import { type Configuration, type Environment, readConfiguration } from '../../contracts/configuration.ts';

/** A complete environment for tests. The addresses of the outside world lead nowhere: a test sets those it uses. */
export const testEnvironment = {
  DATABASE_URL: 'postgres://tenure_app:unset@127.0.0.1:1/unset',
  TEMPORAL_ADDRESS: '127.0.0.1:1',
  TEMPORAL_CONFIG_FILE: '/nonexistent/temporal.toml',
  TEMPORAL_NAMESPACE: 'tenure',
  API_PORT: '0',
  TOKEN_PEPPER: 'a pepper for tests only',
  PARTNER_CENTER_URL: 'http://127.0.0.1:1',
  MICROSOFT_GRAPH_URL: 'http://127.0.0.1:1',
  AZURE_MANAGEMENT_URL: 'http://127.0.0.1:1',
  PARTNER_CENTER_LOGIN_URL: 'http://127.0.0.1:1',
  PARTNER_CENTER_TENANT_ID: 'partner-tenant',
  PARTNER_CENTER_CLIENT_ID: 'tenure',
  PARTNER_CENTER_CLIENT_SECRET: 'a secret for tests only',
  STRIPE_API_URL: 'http://127.0.0.1:1',
  STRIPE_SECRET_KEY: 'sk_test_unset',
  STRIPE_WEBHOOK_SECRET: 'whsec_test',
  SMTP_URL: 'smtp://127.0.0.1:1',
  MAIL_FROM: 'Tenure Tests <billing@tenure.example>',
  MAIL_WEBHOOK_SECRET: 'mail_webhook_test',
  VAT_REGISTER_URL: 'http://127.0.0.1:1',
  SANCTIONS_LIST_URL: 'http://127.0.0.1:1/list.csv',
  TEST_CLOCKS: 'enabled',
  LOG_LEVEL: 'silent',
} as const satisfies Environment;

/** The configuration of a test, with what it sets itself. The machine's own environment does not matter. */
export function testConfiguration(overrides: Environment = {}): Configuration {
  return readConfiguration({ ...testEnvironment, ...overrides });
}
