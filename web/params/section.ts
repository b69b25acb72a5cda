/** The parts of the site whose pages are articles. */
export const match = (param: string) => param === 'use-cases' || param === 'compare';
