import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { find, readStatements, type Statement } from './sql-lint.ts';

// What hosted Supabase refuses, or what breaks there with the next version of Auth, and nothing here would.

const statements = globSync('supabase/migrations/*.sql')
  .sort()
  .flatMap((file) => readStatements(readFileSync(file, 'utf8')));

/** Hosted loads safeupdate for the API, which looks into functions too. */
const withoutWhere = (all: Statement[]) =>
  all
    .filter(({ node, kind }) =>
      ['UpdateStmt', 'DeleteStmt'].some((change) =>
        find({ [kind]: node }, change).some(({ whereClause }) => !whereClause),
      ),
    )
    .map(({ of }) => of);

/** Who reads, writes or hangs on a table of Auth. */
const touchingAuth = (all: Statement[]) =>
  all
    .filter(({ node }) => JSON.stringify(node).includes('"schemaname":"auth"'))
    .map(({ of }) => of);

/** What the role postgres of hosted Supabase, which is no superuser, may do. */
const KINDS = new Set([
  ...['AlterDefaultPrivilegesStmt', 'AlterFunctionStmt', 'AlterOwnerStmt', 'AlterRoleSetStmt'],
  ...['AlterTableStmt', 'CommentStmt', 'CreateDomainStmt', 'CreateEnumStmt', 'CreateExtensionStmt'],
  ...['CreateFunctionStmt', 'CreatePolicyStmt', 'CreateRoleStmt', 'CreateSchemaStmt', 'CreateStmt'],
  ...['CreateTrigStmt', 'CompositeTypeStmt', 'DoStmt', 'GrantRoleStmt', 'GrantStmt', 'IndexStmt'],
  ...['InsertStmt', 'ViewStmt', 'SelectStmt', 'CreateStatsStmt'],
]);
const POWERS = ['superuser', 'isreplication', 'bypassrls'];
const forSuperusers = (all: Statement[]) =>
  all
    .filter(
      ({ kind, node, isNested }) =>
        (!isNested && !KINDS.has(kind)) ||
        (kind === 'CreateRoleStmt' &&
          find(node, 'DefElem').some(({ defname }) => POWERS.includes(String(defname)))),
    )
    .map(({ kind }) => kind);

test('every statement of the migrations is read, in functions too', () => {
  expect(statements.filter(({ kind }) => kind === 'CreateFunctionStmt').length).toBeGreaterThan(
    200,
  );
  expect(statements.filter(({ isNested }) => isNested).length).toBeGreaterThan(1000);
});

test('nothing is changed or deleted without saying which rows', () => {
  expect(withoutWhere(statements)).toEqual([]);
});

const NAMED_FOR_AUTH = [
  ...['public.members', 'support.members', 'private.my_sessions', 'private.end_session'],
  ...['create_account_for_new_user', 'keep_member_email', 'audit_sign_in'],
];
test('the tables of Auth are touched by those alone that are named for it', () => {
  expect(new Set(touchingAuth(statements))).toEqual(new Set(NAMED_FOR_AUTH));
});

test('nothing takes more rights than the role postgres of hosted Supabase has', () => {
  expect(forSuperusers(statements)).toEqual([]);
});

test.each([
  ['update public.a set b = 1', withoutWhere],
  [
    'create function f() returns void language sql as $$ with d as (delete from a returning 1) select from d $$',
    withoutWhere,
  ],
  [
    'create function f() returns void language plpgsql as $$ begin if true then delete from a; end if; end $$',
    withoutWhere,
  ],
  ['do $$ begin update a set b = 1; end $$', withoutWhere],
  [
    'create function f() returns boolean language plpgsql as $$ begin return exists (select from auth.users); end $$',
    touchingAuth,
  ],
  [
    'create function f() returns void language plpgsql as $$ declare v int; begin v := (select 1 from auth.users); end $$',
    touchingAuth,
  ],
  ['create trigger t after insert on auth.users execute function f()', touchingAuth],
  ['create table a (b uuid references auth.users (id))', touchingAuth],
  ['alter system set work_mem = 1', forSuperusers],
  ['create event trigger t on sql_drop execute function f()', forSuperusers],
  ['create role r superuser', forSuperusers],
])('%s would be seen', (sql, rule) => {
  expect(rule(readStatements(sql))).toHaveLength(1);
});
