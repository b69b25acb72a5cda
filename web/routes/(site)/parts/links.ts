/** The parts of the site, as its header and footer name them. */
export const SITE_LINKS = [
  { href: '/docs', text: 'Docs' },
  { href: '/use-cases', text: 'Use cases' },
  { href: '/compare', text: 'Compare' },
  { href: '/pricing', text: 'Pricing' },
];
