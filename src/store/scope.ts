import { type ExpressionBuilder, sql } from 'kysely';
import type { Tables } from '#store/database/tables.ts';
import type { Tenant } from './tenants.ts';

/** Leaves only cases of one workspace; all of them where it is null. */
export function inScope(scope: Tenant | null) {
  return (eb: ExpressionBuilder<Tables, 'cases'>) =>
    scope === null
      ? sql<boolean>`1 = 1`
      : eb.and([eb('cases.chat', '=', scope.chat), eb('cases.tenant', '=', scope.tenant)]);
}
