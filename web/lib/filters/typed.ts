import {
  cleanText,
  newCondition,
  readCondition,
  type Condition,
  type Operator,
} from './conditions.ts';

export interface Typed {
  /** The rest of the text, to be looked for in names and emails. */
  search: string;
  conditions: Condition[];
}

/** The products that `product:Inkwell` may name. */
type Named = readonly { id: string; name: string }[];

const TOKEN =
  /(^|\s)(-?)([\p{L}_][\p{L}\p{N}_.-]*)(!=|>=|<=|[:=<>])("[^"]*"|[^\s"<>=:][^\s"]*)(?=\s|$)/gu;
const TIMES: Record<string, string> = {
  active: 'last_activity',
  activity: 'last_activity',
  last_activity: 'last_activity',
  seen: 'first_seen',
  first_seen: 'first_seen',
};

/** Takes the filters out of what is typed: `status:trial`, `plan=pro`, `mrr>20`, `active:30d`. */
export function readTyped(text: string, projects: Named = []): Typed {
  const quoted = /^"([^"]+)"$/.exec(text.trim());
  if (quoted) return { search: cleanText(quoted[1]!), conditions: [] };
  const conditions: Condition[] = [];
  const search = text.replace(TOKEN, (token, _space, minus, name, sign, quotedValue) => {
    // Quotes keep a number a text, and hold a text with spaces together.
    const value = quotedValue.replace(/^"(.*)"$/, '$1');
    const kept = /^"(-?\d[^"]*|true|false)"$/.test(quotedValue) ? quotedValue : value;
    const found = readToken(name, minus ? negated(sign) : sign, value, kept, projects);
    if (!found) return token;
    conditions.push(found);
    return ' ';
  });
  return { search: cleanText(search.replace(/\s+/g, ' ')), conditions };
}

/** A search that is written so that no filter is read out of it. */
export function quoteTyped(search: string): string {
  return readTyped(search).conditions.length > 0 || /^".*"$/.test(search) ? `"${search}"` : search;
}

function negated(sign: string): string {
  return sign === ':' || sign === '=' ? '!=' : '';
}

function readToken(name: string, sign: string, value: string, kept: string, projects: Named) {
  const list = value.split(',');
  const word = name.toLowerCase();
  const equal = sign === ':' || sign === '=';
  const finished = (condition: Condition | null) =>
    condition && condition.values.length > 0 ? condition : null;

  if (word === 'status') {
    if (!equal && sign !== '!=') return null;
    return finished(
      readCondition({
        field: 'status',
        operator: equal ? 'is' : 'is_not',
        values: list.map((status) => status.toLowerCase()),
      }),
    );
  }
  if (word === 'tag') {
    if (!equal && sign !== '!=') return null;
    return finished(
      readCondition({ field: 'tag', operator: equal ? 'any_of' : 'none_of', values: list }),
    );
  }
  if (word === 'product' || word === 'project') {
    const ids = list.flatMap(
      (wanted) => projects.find((p) => p.name.toLowerCase() === wanted.toLowerCase())?.id ?? [],
    );
    if (ids.length !== list.length || (!equal && sign !== '!=')) return null;
    return finished(
      readCondition({ field: 'project', operator: equal ? 'any_of' : 'none_of', values: ids }),
    );
  }
  if (word === 'products') return finished(countOf(sign, value));
  if (Object.hasOwn(TIMES, word)) {
    const operator = sign === '>' ? 'more_than' : 'in_last';
    return finished(
      readCondition({ field: TIMES[word]!, operator, values: [value.replace(/d$/, '')] }),
    );
  }
  if (word === 'name' || word === 'email') {
    const operator = sign === '=' ? 'is' : 'contains';
    return equal ? finished(readCondition({ field: word, operator, values: [value] })) : null;
  }
  return paramOf(name, sign, value, kept);
}

function countOf(sign: string, value: string): Condition | null {
  const number = Number(value);
  const operators: Record<string, [Operator, number]> = {
    ':': ['is', number],
    '=': ['is', number],
    '>=': ['at_least', number],
    '>': ['at_least', number + 1],
    '<=': ['at_most', number],
    '<': ['at_most', number - 1],
  };
  const [operator, count] = operators[sign] ?? [];
  if (!operator || !/^\d+$/.test(value)) return null;
  return readCondition({ field: 'project_count', operator, values: [String(count)] });
}

function paramOf(key: string, sign: string, value: string, kept: string): Condition | null {
  const operators: Record<string, Operator> = {
    ':': 'is',
    '=': 'is',
    '!=': 'is_not',
    '>': 'gt',
    '>=': 'gte',
    '<': 'lt',
    '<=': 'lte',
  };
  let operator = operators[sign];
  if (!operator) return null;
  if (/^\d{4}-\d{2}-\d{2}$/.test(value) && operator !== 'is' && operator !== 'is_not') {
    operator = operator.startsWith('g') ? 'after' : 'before';
  }
  if (value === '*' && operator === 'is')
    return { ...newCondition('param', key), operator: 'is_set' };
  const read = readCondition({ field: 'param', key, operator, values: [kept] });
  return read && read.values.length > 0 ? read : null;
}
