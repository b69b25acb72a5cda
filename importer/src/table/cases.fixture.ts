/** Files that people have, of kinds that were once read wrong. */
export const CASES = {
  mixedLineEnds: 'email,name\r\nann@le.example,Ann\nbob@le.example,Bob\ncyd@le.example,Cyd\n',
  strayQuote: 'email\tnote\nann@q.example\t"large box\nbob@q.example\tok\ncyd@q.example\tok\n',
  referredByEmail:
    'Name,Referred By Email,Email\n' +
    'Ann Lee,sam@ref.example,ann@ref.example\n' +
    'Bob Ray,sam@ref.example,bob@ref.example\n' +
    'Cyd Poe,,cyd@ref.example\n',
  crlfRows: 'email,city\nann@p1.example,Oslo\r\nbob@p1.example,Rome\r\n',
  crlfInACell: '"email","note"\n"ann@p3.example","multi line\r\ntext"\n"bob@p3.example","ok"\n',
  longRow: 'email,name\nann@lr.example,Lee, Ann\nbob@lr.example,Bob\n',
  norway: 'Email,Name,Country\nkari@no.example,Kari,NO\nola@no.example,Ola,NO\n',
  versions: 'email,app_version\na@ver.example,1.10\nb@ver.example,1.1\n',
};
