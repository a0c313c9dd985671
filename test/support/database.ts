import { randomUUID } from 'node:crypto';
import { escapeIdentifier } from 'pg';
import { applicationRole, ownerRole, urlFor, withClient } from '../../cli/machine/database.ts';
import { askTestMachine } from './ask-test-machine.ts';

/** A migrated, empty database of its own. */
export interface TestDatabase {
  readonly name: string;
  /** As the application role, the way API and worker connect. */
  readonly url: string;
  /** As the owner of the schema. */
  readonly ownerUrl: string;
  /** As superuser, for what no role of Tenure may do. */
  readonly superuserUrl: string;
  /** Ends its connections and removes it. Not needed: the cluster is removed after the run. */
  drop(): Promise<void>;
}

/** Clones the migrated template; takes some tens of milliseconds. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { superuserUrl, template, password } = await askTestMachine('template');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await withClient(superuserUrl, (client) =>
    client.query(`create database ${name} template ${escapeIdentifier(template)} owner ${ownerRole}`),
  );
  return {
    name,
    url: urlFor(superuserUrl, applicationRole, password, name),
    ownerUrl: urlFor(superuserUrl, ownerRole, password, name),
    superuserUrl: Object.assign(new URL(superuserUrl), { pathname: `/${name}` }).href,
    drop: async () => {
      await withClient(superuserUrl, (client) => client.query(`drop database if exists ${name} with (force)`));
    },
  };
}
