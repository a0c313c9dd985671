import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { configurationVariables } from '../../contracts/configuration-variables.ts';
import { ConfigurationError, type Environment, readConfiguration } from '../../contracts/configuration.ts';
import { configurationPage } from '../../scripts/configuration-table.ts';
import { testConfiguration, testEnvironment } from '../support/configuration.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { projectRoot } from '../support/test-machine-answers.ts';

function problemsOf(environment: Environment): Record<string, string> {
  try {
    readConfiguration({ TEMPORAL_CONFIG_FILE: '/dev/null', ...environment });
  } catch (error) {
    if (error instanceof ConfigurationError) {
      return Object.fromEntries(error.problems.map(({ variable, problem }) => [variable, problem]));
    }
    throw error;
  }
  return {};
}

test('a wrong environment is reported with all its problems at once', () => {
  const problems = problemsOf({
    ...testEnvironment,
    DATABASE_URL: undefined,
    API_PORT: '99999',
    PUBLIC_URL: 'tenure.example',
    MAIL_FROM: 'Contoso Billing',
    LOG_LEVEL: 'loud',
    TENURE_TASKQUEUE: 'x',
  });
  expect(Object.keys(problems).toSorted((a, b) => a.localeCompare(b))).toEqual([
    'API_PORT',
    'DATABASE_URL',
    'LOG_LEVEL',
    'MAIL_FROM',
    'PUBLIC_URL',
    'TENURE_TASKQUEUE',
  ]);
  expect(problems).toMatchObject({
    DATABASE_URL: 'is missing',
    TENURE_TASKQUEUE: 'is not a variable that Tenure knows',
  });
});

test('a sign-in is kept under a key of 32 bytes, or not at all', () => {
  const token = { ...testEnvironment, PARTNER_CENTER_REFRESH_TOKEN: 'a-refresh-token' };
  expect(Object.keys(problemsOf(token))).toEqual(['CREDENTIALS_KEY']);
  expect(Object.keys(problemsOf({ ...token, CREDENTIALS_KEY: 'abc' }))).toEqual(['CREDENTIALS_KEY']);
  expect(problemsOf({ ...token, CREDENTIALS_KEY: '0f'.repeat(32) })).toEqual({});
});

test('an empty value counts as absent, as compose passes what is not set', () => {
  expect(problemsOf({ ...testEnvironment, TOKEN_PEPPER: '  ' })).toEqual({ TOKEN_PEPPER: 'is missing' });
  expect(testConfiguration({ API_HOST: '', API_PORT: '' }).api).toMatchObject({ host: '127.0.0.1', port: 7400 });
});

test('a message about a secret never holds its value', () => {
  const secrets = Object.entries(configurationVariables.shape).filter(
    ([, schema]) => schema.meta()?.['secret'] === true,
  );
  expect(secrets.length).toBeGreaterThan(8);
  const environment = { ...testEnvironment, ...Object.fromEntries(secrets.map(([name]) => [name, 'hunter2'])) };
  const attempt = (): unknown => readConfiguration(environment);
  expect(attempt).toThrow(ConfigurationError);
  expect(attempt).not.toThrow(/hunter2/);
});

test.for([
  'billing@contoso.example',
  'Contoso Billing <billing@contoso.example>',
  '"Contoso, Billing" <billing@contoso.example>',
])('%s is a sender', (sender) => {
  expect(problemsOf({ ...testEnvironment, MAIL_FROM: sender })).toEqual({});
});

test('every server of Temporal is reached by the same variables: local, Cloud by key, mTLS by files', () => {
  const folder = temporaryFolder();
  const pem = (name: string): string => {
    writeFileSync(join(folder, name), name);
    return join(folder, name);
  };
  const local = testConfiguration({ TEMPORAL_ADDRESS: 'temporal:7233' }).temporal;
  expect(local).toMatchObject({ connection: { address: 'temporal:7233', tls: undefined }, namespace: 'tenure' });
  const cloud = testConfiguration({ TEMPORAL_ADDRESS: 'eu.api.temporal.io:7233', TEMPORAL_API_KEY: 'key' }).temporal;
  expect(cloud.connection).toMatchObject({ apiKey: 'key', tls: true });
  const mutual = testConfiguration({
    TEMPORAL_TLS_CLIENT_CERT_PATH: pem('client.pem'),
    TEMPORAL_TLS_CLIENT_KEY_PATH: pem('client.key'),
  }).temporal;
  expect(mutual.connection.tls).toMatchObject({
    clientCertPair: { crt: new TextEncoder().encode('client.pem'), key: new TextEncoder().encode('client.key') },
  });
  expect(testConfiguration({ TEMPORAL_TLS: 'false', TEMPORAL_API_KEY: 'key' }).temporal.connection.tls).toBe(false);
});

test("a profile of Temporal's own configuration file is read, and the environment wins over it", () => {
  const file = join(temporaryFolder(), 'temporal.toml');
  writeFileSync(file, '[profile.staging]\naddress = "staging:7233"\nnamespace = "tenure-staging"\n');
  const profile = { TEMPORAL_CONFIG_FILE: file, TEMPORAL_PROFILE: 'staging' };
  const fromFile = testConfiguration({ ...profile, TEMPORAL_ADDRESS: undefined, TEMPORAL_NAMESPACE: undefined });
  expect(fromFile.temporal).toMatchObject({ connection: { address: 'staging:7233' }, namespace: 'tenure-staging' });
  expect(testConfiguration({ ...profile, TEMPORAL_NAMESPACE: 'mine' }).temporal.namespace).toBe('mine');
});

test('a broken configuration file of Temporal is one of the problems, not a crash', () => {
  const file = join(temporaryFolder(), 'temporal.toml');
  writeFileSync(file, 'this is no toml');
  expect(problemsOf({ ...testEnvironment, TEMPORAL_CONFIG_FILE: file, API_PORT: 'x' })).toMatchObject({
    API_PORT: expect.any(String),
    'TEMPORAL_*': expect.any(String),
  });
});

test('test clocks are off unless they are switched on', () => {
  expect(testConfiguration({ TEST_CLOCKS: undefined }).testClocks).toEqual({ enabled: false, announceUrls: [] });
  const on = testConfiguration({ TEST_CLOCKS: 'enabled', CLOCK_ANNOUNCE_URLS: 'http://a/clock, http://b/clock' });
  expect(on.testClocks).toEqual({ enabled: true, announceUrls: ['http://a/clock', 'http://b/clock'] });
});

test('docs/configuration.md is what the schema says', () => {
  expect(readFileSync(join(projectRoot, 'docs', 'configuration.md'), 'utf8')).toBe(configurationPage());
});

test('every variable is described', () => {
  for (const [name, schema] of Object.entries(configurationVariables.shape)) {
    expect(schema.meta()?.description, name).toMatch(/\.$/);
    expect(configurationPage()).toContain(`| \`${name}\` |`);
  }
});
