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

// A field, a sign and a value. There may be spaces around a sign that compares: "mrr >= $20".
const NAME = String.raw`(-?)([\p{L}_][\p{L}\p{N}_.-]*)`;
const SIGN = String.raw`(:|\s*(?:!=|>=|<=|[=<>≠≥≤])\s*)`;
/** Behind these words a colon may have a space too: nobody is called "status". */
const KNOWN = String.raw`(-?)(status|tag|product|project)(:\s+)`;
const VALUE = String.raw`("[^"]*"|\p{Sc}\s?-?\d[^\s"]*|[^\s"<>=:≠≥≤][^\s"]*)`;
const TOKEN = new RegExp(String.raw`(^|\s)${NAME}${SIGN}${VALUE}(?=\s|$)`, 'gu');
const UNFINISHED = new RegExp(String.raw`(^|\s)${NAME}${SIGN}("?[^\s"]*)$`, 'u');
const SPACED = new RegExp(String.raw`(^|\s)${KNOWN}(?=\S)`, 'giu');
/** A product whose name has spaces, up to the end. */
const PRODUCT = /(^|\s)(-?)(product|project)(:|\s*(?:!=|[=≠])\s*)("?[^"=<>:]*)$/iu;
const SIGNS: Record<string, string> = { '≠': '!=', '≥': '>=', '≤': '<=' };
const TIMES: Record<string, string> = {
  active: 'last_activity',
  activity: 'last_activity',
  last_activity: 'last_activity',
  seen: 'first_seen',
  first_seen: 'first_seen',
};

/** Takes the filters out of what is typed: `status:trial`, `plan=pro`, `mrr>20`, `active:30d`. */
export function readTyped(typed: string, projects: Named = []): Typed {
  const quoted = /^"([^"]+)"$/.exec(typed.trim());
  if (quoted) return { search: cleanText(quoted[1]!), conditions: [] };
  const text = quoteProduct(closeUp(typed), projects);
  const conditions: Condition[] = [];
  const search = text.replace(TOKEN, (token, _space, minus, name, typedSign, quotedValue) => {
    const sign = readSign(typedSign);
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

/** The filter at the end of a text that is still being typed, and what stands before it; or null. */
export function unfinishedPart(typed: string) {
  const text = closeUp(typed);
  const found = PRODUCT.exec(text) ?? UNFINISHED.exec(text);
  if (!found) return null;
  const [whole, space = '', minus = '', name = '', sign = '', value = ''] = found;
  const before = text.slice(0, text.length - whole.length) + space;
  return { before, minus, name, sign: readSign(sign), value: value.replace(/^"/, '') };
}

/** A text without the space behind `status:` and the like. */
function closeUp(text: string): string {
  return text.replace(SPACED, (_token, space, minus, name) => `${space}${minus}${name}:`);
}

/** A text whose last filter names a product with spaces, as if that were in quotes. */
function quoteProduct(text: string, projects: Named): string {
  const found = PRODUCT.exec(text);
  const name = found?.[5]?.trim().toLowerCase();
  if (!found || !name?.includes(' ') || !projects.some((one) => one.name.toLowerCase() === name)) {
    return text;
  }
  return `${text.slice(0, text.length - found[5]!.length)}"${name}"`;
}

/** A text without a filter at its end that has no value yet: nobody is looked for by half of one. */
export function finishedPart(text: string): string {
  const unfinished = unfinishedPart(text);
  return unfinished && unfinished.value === '' ? unfinished.before : text;
}

function readSign(typed: string): string {
  const sign = typed.trim();
  return SIGNS[sign] ?? sign;
}

/** A number as people write money, as a number: "$1,200" is 1200. Any other text is itself. */
function plainNumber(text: string): string {
  const number = text.replace(/^\p{Sc}\s?|\p{Sc}$/gu, '');
  const plain = /^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(number) ? number.replaceAll(',', '') : number;
  return /^-?\d+(\.\d+)?$/.test(plain) ? plain : text;
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
  const compares = operator !== 'is' && operator !== 'is_not';
  const number = compares || /\p{Sc}/u.test(kept) ? plainNumber(kept) : kept;
  const read = readCondition({ field: 'param', key, operator, values: [number] });
  return read && read.values.length > 0 ? read : null;
}
