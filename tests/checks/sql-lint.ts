import { loadModule, parsePlPgSQLSync, parseSync } from 'libpg-query';

await loadModule();

type Node = Record<string, unknown>;

/** A statement of a migration, or of the body of a function that it makes. */
export interface Statement {
  /** What makes it: the name of the function, view, table or trigger, else the kind of statement. */
  of: string;
  /** As the parser names it: CreateStmt, UpdateStmt. */
  kind: string;
  isNested: boolean;
  node: Node;
}

/** All statements of a text of SQL, those in the bodies of its functions included. */
export function readStatements(sql: string): Statement[] {
  const bytes = Buffer.from(sql);
  return parseSync(sql).stmts!.flatMap(({ stmt, stmt_location: from = 0, stmt_len: length }) => {
    const [kind, node] = Object.entries(stmt!)[0] as [string, Node];
    const of = nameOf(kind, node);
    // The parser counts bytes.
    const text = bytes.subarray(from, length ? from + length : undefined).toString();
    const outer = { of, kind, node, isNested: false };
    const inner = bodiesOf(kind, node, text).flatMap((body) => parseSync(body).stmts ?? []);
    return [
      outer,
      ...inner.map(({ stmt }) => {
        const [kind, node] = Object.entries(stmt!)[0] as [string, Node];
        return { of, kind, node, isNested: true };
      }),
    ];
  });
}

/** Everything of a kind within a node, such as each UpdateStmt in the parts of a query. */
export function find(node: unknown, kind: string): Node[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => [
    ...(key === kind ? [value as Node] : []),
    ...find(value, kind),
  ]);
}

function nameOf(kind: string, node: Node): string {
  const relation = (node.relation ?? node.view) as { schemaname?: string; relname?: string };
  if (kind === 'CreateFunctionStmt') return namesOf(node.funcname).join('.');
  if (kind === 'CreateTrigStmt') return String(node.trigname);
  return relation?.relname ? [relation.schemaname, relation.relname].join('.') : kind;
}

function namesOf(list: unknown): string[] {
  return find(list, 'sval').map(String);
}

/** What the body of a function runs, as texts of SQL. */
function bodiesOf(kind: string, node: Node, text: string): string[] {
  if (kind !== 'CreateFunctionStmt' && kind !== 'DoStmt') return [];
  const options = find(node, 'DefElem') as { defname: string; arg: unknown }[];
  const option = (name: string) => namesOf(options.find((it) => it.defname === name)?.arg)[0];
  if (option('language') === 'sql') return [option('as')!];
  // The parser takes types of ours for rows, of which there are no arrays.
  const known = text.replace(/\b(public|private)\.\w+\[\]/g, 'text[]');
  return find(parsePlPgSQLSync(known), 'PLpgSQL_expr').map(({ query }) =>
    asStatement(String(query)),
  );
}

/** An expression of PL/pgSQL, which may be an assignment or a condition, as a statement. */
function asStatement(query: string): string {
  if (
    /^\s*(select|insert|update|delete|merge|with|values|truncate|call|create|alter|drop|grant|revoke|set|lock|notify|comment)\b/i.test(
      query,
    )
  )
    return query;
  return `select ${query.replace(/^\s*[\w."[\]]+\s*:?=(?!=)/, '')}`;
}
