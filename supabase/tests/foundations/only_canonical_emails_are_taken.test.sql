-- The Edge Function computes the canonical form. The database refuses every other form.
select plan(84);

create function pg_temp.accepts(email text) returns boolean language plpgsql as $$
begin
  return (email::public.email)::text = email;
exception
  when check_violation then return false;
end
$$;

select ok(pg_temp.accepts(email), format('accepts %s', left(email, 60)))
from unnest(array[
  'alex@example.com',
  'first.last+tag@sub.example.co.uk',
  'a@b.co',
  '1@2.example',
  'with-dash_and_underscore@my-host.example',
  'a!#$%&*+-/=?^_{|}~@example.com',
  'o''brien@example.com',
  'jörg@example.com',
  'Δημήτρης@example.com',
  '用户@xn--fsqu00a.example',
  'a@xn--bcher-kva.example',
  repeat('a', 64) || '@example.com',
  repeat('ä', 32) || '@example.com',
  repeat('a', 63) || '@' || repeat(repeat('b', 62) || '.', 3) || 'c',
  'alex@' || repeat('b', 63) || '.example',
  'alex@192.0.2.example'
]) email;

select ok(not pg_temp.accepts(email), format('refuses %s', why))
from (values
  ('', 'an empty text'),
  ('alex', 'a text without @'),
  ('@example.com', 'no local part'),
  ('alex@', 'no domain'),
  ('alex@@example.com', 'two @ in a row'),
  ('alex@example.com@example.com', 'two @'),
  ('Alex@example.com', 'an upper-case local part'),
  ('alex@Example.com', 'an upper-case domain'),
  ('alex@example.COM', 'an upper-case top-level domain'),
  (' alex@example.com', 'a space in front'),
  ('alex@example.com ', 'a space behind'),
  (E'alex@example.com\n', 'a newline behind'),
  (E'\talex@example.com', 'a tab in front'),
  ('al ex@example.com', 'a space inside'),
  (E'al\nex@example.com', 'a newline inside'),
  (E'al\u0001ex@example.com', 'a control character'),
  (E'al\u007fex@example.com', 'a delete character'),
  (E'al\u0085ex@example.com', 'a C1 control character'),
  (E'al\u00a0ex@example.com', 'a no-break space'),
  (E'al\u00adex@example.com', 'a soft hyphen'),
  (E'al\u034fex@example.com', 'a grapheme joiner'),
  (E'al\u061cex@example.com', 'an Arabic letter mark'),
  (E'al\u115fex@example.com', 'a Hangul filler'),
  (E'al\u3164ex@example.com', 'another Hangul filler'),
  (E'al\uffa0ex@example.com', 'a half-width Hangul filler'),
  (E'al\u180bex@example.com', 'a Mongolian variation selector'),
  (E'al\u180eex@example.com', 'a Mongolian vowel separator'),
  (E'al\u200bex@example.com', 'a zero-width space'),
  (E'al\u200cex@example.com', 'a zero-width non-joiner'),
  (E'al\u200dex@example.com', 'a zero-width joiner'),
  (E'al\u200eex@example.com', 'a left-to-right mark'),
  (E'al\u2028ex@example.com', 'a line separator'),
  (E'al\u202eex@example.com', 'a right-to-left override'),
  (E'al\u205fex@example.com', 'a mathematical space'),
  (E'al\u2060ex@example.com', 'a word joiner'),
  (E'al\u2066ex@example.com', 'a directional isolate'),
  (E'al\u3000ex@example.com', 'an ideographic space'),
  (E'alex\ufe0f@example.com', 'a variation selector'),
  (E'\ufeffalex@example.com', 'a byte order mark'),
  (E'alex\U000e0041@example.com', 'an invisible tag character'),
  (E'alex\U000e0100@example.com', 'a supplementary variation selector'),
  ('"alex"@example.com', 'a quoted local part'),
  ('alex@o''hara.example', 'an apostrophe in the domain'),
  ('al`ex@example.com', 'a backtick'),
  ('<alex@example.com>', 'angle brackets'),
  ('alex(me)@example.com', 'a comment'),
  ('mailto:alex@example.com', 'a scheme'),
  ('alex,jo@example.com', 'a list'),
  ('alex;jo@example.com', 'another list'),
  ('al\ex@example.com', 'a backslash'),
  ('alex@[127.0.0.1]', 'an address literal'),
  (E'jo\u0308rg@example.com', 'a decomposed letter'),
  (E'alex\uff20example.com', 'a full-width @'),
  ('alex@bücher.example', 'a domain that is not ASCII'),
  ('alex@example', 'a domain without a dot'),
  ('alex@.example.com', 'a domain that begins with a dot'),
  ('alex@example.com.', 'a domain that ends with a dot'),
  ('alex@example..com', 'an empty label'),
  ('alex@-example.com', 'a label that begins with a dash'),
  ('alex@example-.com', 'a label that ends with a dash'),
  ('alex@exam_ple.com', 'an underscore in the domain'),
  ('alex@exam ple.com', 'a space in the domain'),
  ('alex@192.0.2.1', 'an address for a domain'),
  ('alex@' || repeat('b', 64) || '.example', 'a label of 64 characters'),
  (repeat('a', 65) || '@example.com', 'a local part of 65 octets'),
  (repeat('ä', 33) || '@example.com', 'a local part of 66 octets in 33 characters'),
  (repeat('a', 55) || '@' || repeat(repeat('b', 62) || '.', 3) || 'example.com', 'an address of 256 octets'),
  (repeat('a', 64) || '@' || repeat(repeat('b', 62) || '.', 3) || 'c', 'an address of 255 octets')
) as refused (email, why);
