/** "maya-paying-2026-11-26": the account, the view and the day (of UTC), in letters that every system takes. */
export function exportName(account: string, title: string, now = new Date()): string {
  const words = [account, title].map(plain).filter((word) => word !== '');
  return [...words, now.toISOString().slice(0, 10)].join('-');
}

function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '');
}
