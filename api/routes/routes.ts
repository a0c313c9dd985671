import type { Route } from '../route.ts';
import { operationRoutes } from './operations.ts';

/** Every call of the API, by resource. */
export const routes: readonly Route[] = [...operationRoutes];
