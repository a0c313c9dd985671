import { Client, escapeIdentifier, escapeLiteral } from 'pg';

/** The role that owns the schema and runs migrations; it may create roles, and is no superuser. */
export const ownerRole = 'tenure_owner';
/** The role of API and worker; migrations create it and say what it may do. */
export const applicationRole = 'tenure_app';

/** Runs `work` on one connection, which is closed afterwards. */
export async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Makes the owner role, or gives an existing one this password. */
export async function ensureOwnerRole(superuserUrl: string, password: string): Promise<void> {
  await withClient(superuserUrl, async (client) => {
    const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [ownerRole]);
    const verb = rowCount === 0 ? 'create' : 'alter';
    await client.query(`${verb} role ${ownerRole} login createrole password ${escapeLiteral(password)}`);
  });
}

/** Makes the database where it is missing, owned by the owner role. */
export async function ensureDatabase(superuserUrl: string, name: string): Promise<void> {
  await withClient(superuserUrl, async (client) => {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (rowCount === 0) await client.query(`create database ${escapeIdentifier(name)} owner ${ownerRole}`);
  });
}

/** The same server as `url`, as another role and on another database. */
export function urlFor(url: string, role: string, password: string, database: string): string {
  const other = new URL(url);
  other.username = role;
  other.password = encodeURIComponent(password);
  other.pathname = `/${encodeURIComponent(database)}`;
  return other.href;
}
