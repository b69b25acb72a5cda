export interface Mail {
  to: string;
  subject: string;
  /** One sentence a paragraph. */
  paragraphs: string[];
  /** Below them, a line each. */
  figures?: [what: string, value: string][];
  button: { text: string; href: string };
  /** The link that turns off a mail which somebody turned on. */
  unsubscribe?: { text: string; href: string };
}

/** The mail for whoever reads plain text. */
export function textOf({ paragraphs, figures = [], button, unsubscribe }: Mail): string {
  const lines = figures.map(([what, value]) => `${what}: ${value}`).join('\n');
  const stop = unsubscribe && `${unsubscribe.text}: ${unsubscribe.href}`;
  return [...paragraphs, lines, `${button.text}: ${button.href}`, stop]
    .filter(Boolean)
    .join('\n\n');
}

/** Looks like the mails of Auth: see supabase/templates. */
export function htmlOf({ subject, paragraphs, figures = [], button, unsubscribe }: Mail): string {
  const rows = figures.map(
    ([what, value]) =>
      `<tr><td style="padding:6px 0;border-top:1px solid #e4e4e7">${escape(what)}</td>` +
      `<td style="padding:6px 0;border-top:1px solid #e4e4e7;text-align:right;font-weight:600">${escape(value)}</td></tr>`,
  );
  const table = rows.length
    ? `<table role="presentation" style="width:100%;margin:0 0 16px;border-collapse:collapse">${rows.join('')}</table>`
    : '';
  const stop = unsubscribe
    ? `<p style="max-width:440px;margin:16px auto 0;font-size:13px"><a href="${escape(unsubscribe.href)}" style="color:#71717a">${escape(unsubscribe.text)}</a></p>`
    : '';
  return `<!doctype html>
<html lang="en">
  <body style="margin:0;padding:32px 16px;background:#f6f6f7;color:#18181b;font:15px/1.5 system-ui,sans-serif">
    <div style="max-width:440px;margin:0 auto;padding:28px;background:#fff;border:1px solid #e4e4e7;border-radius:12px">
      <p style="margin:0 0 20px;font-weight:600">TinyCRM</p>
      <h1 style="margin:0 0 8px;font-size:20px;line-height:1.3">${escape(subject)}</h1>
      ${paragraphs.map((one) => `<p style="margin:0 0 16px">${escape(one)}</p>`).join('\n      ')}
      ${table}
      <p style="margin:8px 0 0">
        <a href="${escape(button.href)}" style="display:inline-block;padding:10px 16px;background:#18181b;color:#fff;border-radius:8px;font-weight:500;text-decoration:none">${escape(button.text)}</a>
      </p>
    </div>
    ${stop}
  </body>
</html>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
