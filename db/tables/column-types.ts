import type { ColumnType, Generated } from 'kysely';

/** `jsonb`: read as a value, written as JSON text (a JavaScript array would else become a PostgreSQL array). */
export type Json<T> = ColumnType<T, string, string>;
/** A `jsonb` column with a default. */
export type JsonDefault<T> = ColumnType<T, string | undefined, string>;
export type Default<T> = Generated<T>;
/** `bytea`, read as a Buffer. */
export type Bytes = Uint8Array;
