/** A text field of a form, without the space around it; empty where there is none. Postgres takes no U+0000. */
export function text(form: FormData, name: string): string {
  return String(form.get(name) ?? '')
    .replaceAll('\0', '')
    .trim();
}
