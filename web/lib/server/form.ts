/** A text field of a form, without the space around it; empty where there is none. */
export function text(form: FormData, name: string): string {
  return String(form.get(name) ?? '').trim();
}
