import { STATUSES } from '$contract/statuses.ts';
import {
  readCondition,
  readTyped,
  sentenceOfAll,
  unfinishedPart,
  type Condition,
  type ParamKey,
} from '$lib/filters';
import { nearest } from './nearest.ts';

/** What can be offered for a text in the search box. */
export interface Known {
  projects: readonly { id: string; name: string }[];
  keys: readonly ParamKey[];
  tags: readonly string[];
  views: readonly { name: string; href: string }[];
}

/** One line under the search box, and what it does. */
export interface Suggestion {
  kind: 'Filter' | 'Did you mean' | 'Param' | 'View';
  text: string;
  /** The filters that it adds, with what is searched for besides. */
  filters?: { conditions: Condition[]; search: string };
  /** The text that it completes. */
  completed?: string;
  href?: string;
  /** True for what the text says already, which Enter takes. */
  isTyped?: boolean;
}

const MAX = 8;
/** Shorter words may well be a name. */
const MIN_MISTYPED = 5;

/** What a text can mean, the likeliest first: a finished filter, then what is begun or mistyped. */
export function suggest(text: string, known: Known): Suggestion[] {
  if (text.trim() === '' || text.trim().startsWith('"')) return [];
  const { conditions: read, search } = readTyped(text, known.projects);
  const conditions = read.map((one) => inKnownCase(one, known));
  const whole =
    conditions.length > 0 ? [{ ...filter(conditions, search, known), isTyped: true }] : [];
  const begun = unfinishedPart(text);
  const filled = begun ? completeFilter(begun, known) : [];
  // A product with a space in its name may have been begun, or a word behind one without.
  const isWord = !begun || (filled.length === 0 && begun.value.includes(' '));
  const more = isWord ? completeWord(text, known) : filled;
  // What the text ends with is no filter yet: what it may become comes first.
  const isBegun =
    begun && !isWord && readTyped(text.slice(begun.before.length)).conditions.length === 0;
  const all = isBegun ? [...more, ...whole] : [...whole, ...more];
  return all
    .filter((one, at) => all.findIndex(({ text }) => text === one.text) === at)
    .slice(0, MAX);
}

/** `MRR > 20`: the param as it is written, where only its letters are larger or smaller. */
function inKnownCase(condition: Condition, { keys }: Known): Condition {
  const { key } = condition;
  if (condition.field !== 'param' || keys.some((one) => one.key === key)) return condition;
  const same = keys.find((one) => one.key.toLowerCase() === key.toLowerCase());
  return same ? { ...condition, key: same.key } : condition;
}

type Begun = NonNullable<ReturnType<typeof unfinishedPart>>;

/** `plan=p`: the values that begin so; where there is none, what may have been meant. */
function completeFilter({ before, minus, name, sign, value }: Begun, known: Known): Suggestion[] {
  const equal = [':', '=', '!='].includes(sign);
  const isNot = minus !== '' || sign === '!=';
  const add = (condition: Condition | null, kind?: 'Did you mean') =>
    condition ? [added(before, condition, known, kind)] : [];
  const status = (values: string[], kind?: 'Did you mean') =>
    values.flatMap((one) => add(is('status', isNot ? 'is_not' : 'is', one), kind));
  const param = (key: string, one: string, kind?: 'Did you mean') =>
    add(is('param', isNot ? 'is_not' : 'is', one, key), kind);
  const word = name.toLowerCase();

  if (word === 'status') {
    const fitting = STATUSES.filter((one) => begins(one, value));
    if (fitting.length > 0) return status(fitting);
    return [
      ...keysWith(value, known).flatMap(({ key, sample }) => param(key, sample, 'Did you mean')),
      ...status(nearest(value, STATUSES, 2), 'Did you mean'),
    ];
  }
  if (word === 'tag') {
    const operator = isNot ? 'none_of' : 'any_of';
    return known.tags
      .filter((tag) => begins(tag, value))
      .flatMap((tag) => add(is('tag', operator, tag)));
  }
  if (word === 'product' || word === 'project') {
    const operator = isNot ? 'none_of' : 'any_of';
    return known.projects
      .filter((project) => begins(project.name, value))
      .flatMap(({ id }) => add(is('project', operator, id)));
  }
  const key = known.keys.find((one) => one.key === name);
  const keys = known.keys.map((one) => one.key);
  if (!key && !keys.some((one) => name.startsWith(`${one}.`))) {
    const meant = nearest(name, keys, name.length < MIN_MISTYPED ? 1 : 2).map((one) => ({
      kind: 'Did you mean' as const,
      ...complete(`${before}${minus}${one}${sign}${value}`, known),
    }));
    return [
      ...meant,
      ...(equal
        ? status(
            STATUSES.filter((one) => one === value.toLowerCase()),
            'Did you mean',
          )
        : []),
    ];
  }
  if (!key || !equal) return [];
  return key.samples
    .filter((sample) => begins(sample, value))
    .flatMap((sample) => param(name, sample));
}

/** `paid`, `ink`, `mr`: a status, a product, a param, a value, a tag or a view that begins so. */
function completeWord(text: string, known: Known): Suggestion[] {
  const [, before = '', word = ''] = /^(.*?)(\S*)$/s.exec(text) ?? [];
  const products = known.projects.filter(
    ({ name }) => (word.length > 1 && begins(name, word)) || begins(name, text.trim()),
  );
  const add = (condition: Condition | null) => (condition ? [added(before, condition, known)] : []);
  const isWhole = before.trim() === '';
  if (word.length < 2) {
    return [
      // The whole text is the beginning of its name, which has a space in it.
      ...(isWhole ? [] : products.flatMap(({ id }) => productOf(id, '', known))),
      ...viewsOf(text, known),
    ];
  }
  const statuses = STATUSES.filter((one) => begins(one, word));
  const meant = word.length < MIN_MISTYPED || statuses.length > 0 ? [] : nearest(word, STATUSES, 1);
  return [
    ...statuses.flatMap((one) => add(is('status', 'is', one))),
    ...products.flatMap(({ id, name }) =>
      productOf(id, begins(name, text.trim()) ? '' : before, known),
    ),
    ...known.keys
      .filter(({ key }) => begins(key, word))
      .map(({ key, type }) => ({
        kind: 'Param' as const,
        ...complete(
          `${before}${key} ${type === 'number' ? '>=' : type === 'date' ? '<' : '='} `,
          known,
        ),
      })),
    ...keysWith(word, known).flatMap(({ key, sample }) => add(is('param', 'is', sample, key))),
    ...known.tags
      .filter((tag) => begins(tag, word))
      .flatMap((tag) => add(is('tag', 'any_of', tag))),
    ...viewsOf(text, known),
    ...meant.map((one) => ({
      ...added(before, is('status', 'is', one)!, known),
      kind: 'Did you mean' as const,
    })),
  ];
}

function productOf(id: string, before: string, known: Known): Suggestion[] {
  const condition = is('project', 'any_of', id);
  return condition ? [added(before, condition, known)] : [];
}

function viewsOf(text: string, { views }: Known): Suggestion[] {
  const wanted = text.trim().toLowerCase();
  return views
    .filter(({ name }) => name.toLowerCase().includes(wanted))
    .map(({ name, href }) => ({ kind: 'View', text: name, href }));
}

function is(field: string, operator: string, value: string, key = ''): Condition | null {
  const condition = readCondition({ field, key, operator, values: [value] });
  return condition && condition.values.length > 0 ? condition : null;
}

/** A filter beside those that stand before it. */
function added(
  before: string,
  condition: Condition,
  known: Known,
  kind?: 'Did you mean',
): Suggestion {
  const earlier = readTyped(before, known.projects);
  return filter([...earlier.conditions, condition], earlier.search, known, kind);
}

function filter(
  conditions: Condition[],
  search: string,
  { projects }: Known,
  kind: 'Filter' | 'Did you mean' = 'Filter',
): Suggestion {
  return { kind, text: sentenceOfAll(conditions, [...projects]), filters: { conditions, search } };
}

/** A text as the filter that it is, or as what is typed on where it is none yet. */
function complete(text: string, known: Known): Omit<Suggestion, 'kind'> {
  const { conditions, search } = readTyped(text, known.projects);
  if (conditions.length === 0) return { text: `${text.trim()} …`, completed: text };
  const { filters, text: words } = filter(conditions, search, known);
  return { text: words, filters };
}

function keysWith(value: string, { keys }: Known): { key: string; sample: string }[] {
  if (value === '') return [];
  return keys.flatMap(({ key, samples }) =>
    samples.filter((sample) => begins(sample, value)).map((sample) => ({ key, sample })),
  );
}

function begins(name: string, typed: string): boolean {
  return name.toLowerCase().startsWith(typed.toLowerCase());
}
