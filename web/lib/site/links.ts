/** The parts of the site, as its header and footer name them. */
export const SITE_LINKS = [
  { href: '/docs', text: 'Docs' },
  { href: '/pricing', text: 'Pricing' },
];
