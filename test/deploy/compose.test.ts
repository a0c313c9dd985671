import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { isConfigurationVariable, readConfiguration } from '../../contracts/configuration.ts';
import { projectRoot } from '../support/test-machine-answers.ts';
import schema from '../support/compose-schema.json' with { type: 'json' };

const composeSchema = z.object({
  services: z.record(
    z.string(),
    z.looseObject({
      image: z.string(),
      build: z.unknown().optional(),
      command: z.array(z.string()).default([]),
      environment: z.record(z.string(), z.string()).default({}),
      depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
      volumes: z.array(z.string()).default([]),
      healthcheck: z.unknown().optional(),
    }),
  ),
  volumes: z.record(z.string(), z.null()),
});

const read = (path: string): string => readFileSync(join(projectRoot, path), 'utf8');
const parsed: unknown = parse(read('docker-compose.yml'), { merge: true });
const compose = composeSchema.parse(parsed);
const services = Object.entries(compose.services);
const ours = services.filter(([, { build }]) => build !== undefined);
const validate = new Ajv2020({ allErrors: true, strict: false }).compile(schema);

test('the compose file fits the schema', () => {
  validate(parsed);
  expect(validate.errors ?? []).toEqual([]);
});

test.for([
  ['a misspelt key', { services: { api: { image: 'a:1', enviroment: {} } } }],
  ['a port for the whole network', { services: { api: { image: 'a:1', ports: ['7400:7400'] } } }],
  ['a condition that does not exist', { services: { a: { image: 'a:1', depends_on: { b: { condition: 'ready' } } } } }],
  ['a number as a value', { services: { api: { image: 'a:1', environment: { API_PORT: 7400 } } } }],
] as const)('the schema refuses %s', ([, wrong]) => {
  expect(validate(wrong)).toBe(false);
});

test('all that the issue names is there, and our three programs run one image', () => {
  expect(services.map(([name]) => name)).toEqual(
    expect.arrayContaining([
      'postgres',
      'temporal-schema',
      'temporal',
      'temporal-namespace',
      'temporal-ui',
      'prometheus',
    ]),
  );
  expect(ours.map(([name]) => name)).toEqual(['migrate', 'api', 'worker']);
  expect(new Set(ours.map(([, { image }]) => image)).size).toBe(1);
});

test.for(ours)('every variable that %s is given is one that the configuration knows', ([, { environment }]) => {
  expect(Object.keys(environment).filter((name) => !isConfigurationVariable(name))).toEqual([]);
});

test.for(ours)('%s starts with what it is given and .env.example filled in', ([, { environment }]) => {
  const configuration = readConfiguration(interpolated(environment));
  expect(configuration.temporal.connection.address).toBe('temporal:7233');
  expect(configuration.temporal.namespace).toBe('tenure');
  expect(configuration.testClocks.enabled).toBe(false);
});

test.for(ours)('%s runs a program that exists', ([, { command }]) => {
  const script = command.find((word) => word.endsWith('.ts'));
  expect(script).toBeDefined();
  expect(existsSync(join(projectRoot, script ?? ''))).toBe(true);
});

test('.env.example names exactly the variables that the compose file asks for, and those with a default', () => {
  const asked = [...read('docker-compose.yml').matchAll(/\$\{(\w+):([?-])/g)];
  const required = new Set(asked.filter(([, , kind]) => kind === '?').map(([, name]) => name));
  const optional = new Set(asked.filter(([, , kind]) => kind === '-').map(([, name]) => name));
  const offered = [...read('.env.example').matchAll(/^(\w+)=/gm)].map(([, name]) => name);
  expect([...required].filter((name) => !offered.includes(name))).toEqual([]);
  expect(offered.filter((name) => !required.has(name ?? '') && !optional.has(name ?? ''))).toEqual([]);
});

test('every image is pinned to one exact version, also in the Dockerfile', () => {
  const based = [...read('Dockerfile').matchAll(/^FROM (\S+)/gm)].map(([, image]) => image ?? '');
  const images = [...services.map(([, { image }]) => image), ...based];
  expect(images.filter((image) => !/:v?\d+\.\d+/.test(image))).toEqual([]);
  expect(new Set(based).size).toBe(1);
});

test('what is depended on exists and can be waited for, and every file and volume that is mounted exists', () => {
  for (const [name, { depends_on, volumes }] of services) {
    for (const [other, { condition }] of Object.entries(depends_on)) {
      const needed = compose.services[other];
      expect(needed, `${name} depends on ${other}`).toBeDefined();
      if (condition === 'service_healthy') expect(needed?.healthcheck, `${other} has no health check`).toBeDefined();
    }
    for (const volume of volumes) {
      const [source = ''] = volume.split(':');
      const there = source.startsWith('./')
        ? existsSync(join(projectRoot, source))
        : Object.hasOwn(compose.volumes, source);
      expect(there, `${name} mounts ${source}`).toBe(true);
    }
  }
});

test('Temporal and PostgreSQL are of the versions that one machine runs', () => {
  expect(compose.services['postgres']?.image).toMatch(/^postgres:18\./);
  expect(compose.services['temporal']?.image).toMatch(/^temporalio\/server:1\.32\./);
});

test('Prometheus scrapes services that exist, on the port that they are told', () => {
  const prometheus = read('deploy/prometheus.yml');
  const targets = [...prometheus.matchAll(/targets: \[(\w+):(\d+)\]|names: \[(\w+)\]/g)].map(
    (match) => match[1] ?? match[3],
  );
  expect(targets).toEqual(['api', 'worker', 'temporal']);
  for (const name of targets) expect(compose.services).toHaveProperty(name ?? '');
  expect(compose.services['api']?.environment['METRICS_PORT']).toBe('9464');
});

describe('the image', () => {
  test('holds every room that our programs import', () => {
    const copied = [...read('Dockerfile').matchAll(/^COPY (\w+) \.\/\w+$/gm)].map(([, room]) => room ?? '');
    const imported = new Set<string>();
    const seen = new Set<string>();
    const visit = (file: string): void => {
      if (seen.has(file) || !existsSync(file)) return;
      seen.add(file);
      imported.add(file.slice(projectRoot.length + 1).split('/')[0] ?? '');
      for (const [, path] of readFileSync(file, 'utf8').matchAll(/(?:from|import) '(\.[^']+)'/g)) {
        visit(join(file, '..', path ?? ''));
      }
    };
    for (const [, { command }] of ours) visit(join(projectRoot, command.find((word) => word.endsWith('.ts')) ?? ''));
    expect([...imported].filter((room) => !copied.includes(room))).toEqual([]);
    for (const room of copied) expect(read('.dockerignore')).toContain(`!${room}\n`);
  });

  test('runs as an ordinary user on glibc', () => {
    expect(read('Dockerfile')).toMatch(/^USER node$/m);
    expect(read('Dockerfile')).not.toMatch(/alpine/);
  });
});

const scripts = ['deploy/postgres-init.sh', 'deploy/temporal-schema.sh', 'deploy/temporal-namespace.sh'];
test.for(scripts)('%s is a shell script without a slip of syntax', (script) => {
  expect(spawnSync('sh', ['-n', join(projectRoot, script)], { encoding: 'utf8' }).stderr).toBe('');
  expect(execFileSync('head', ['-1', join(projectRoot, script)], { encoding: 'utf8' })).toBe('#!/bin/sh\n');
});

/** As compose does it, with a filled-in value for every variable of .env.example. */
function interpolated(environment: Readonly<Record<string, string>>): Record<string, string> {
  const example = new Map([...read('.env.example').matchAll(/^(\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]));
  const value = (name: string): string => (example.get(name) || 'a-value-from-the-person').replaceAll('"', '');
  return Object.fromEntries(
    Object.entries(environment).map(([name, text]) => [
      name,
      text.replaceAll(/\$\{(\w+):([?-])([^}]*)\}/g, (_, variable: string, kind: string, rest: string) =>
        kind === '-' && !example.has(variable) ? rest : value(variable),
      ),
    ]),
  );
}
